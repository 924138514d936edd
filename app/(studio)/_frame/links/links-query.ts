import { queryOptions } from "@tanstack/react-query";
import { projectPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import type { AccessRequestView } from "@/lib/domains/links/asking/answering/schema";
import type { LinkView } from "@/lib/domains/links/schema";

interface Links {
  items: LinkView[];
}

const ALL = ["links"];

/** Every link that one may look after. */
export const ownLinksQuery = () =>
  queryOptions({ queryKey: [...ALL, "own"], queryFn: ({ signal }) => callApi<Links>("/api/links", { signal }) });

/** Who asks to be let in by one of them. */
export const accessRequestsQuery = () =>
  queryOptions({
    queryKey: [...ALL, "requests"],
    queryFn: ({ signal }) => callApi<{ items: AccessRequestView[] }>("/api/access-requests", { signal }),
  });

/** Links to a project and its songs or, with `songId`, to that song alone. */
export const linksQuery = (projectId: string, songId?: string) =>
  queryOptions({
    queryKey: [...ALL, projectId, ...(songId ? [songId] : [])],
    queryFn: ({ signal }) =>
      callApi<Links>(`/api${projectPath(projectId)}/links${songId ? `?songId=${songId}` : ""}`, { signal }),
  });

/** Below which all lists of links lie: what changes one changes them all. */
export const LINKS_KEY = ALL;
