import { infiniteQueryOptions } from "@tanstack/react-query";
import { projectPath, type SongAddress, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import type { DeedView } from "@/lib/domains/activity/deeds/schema";

/** A project, or one song of it. */
export type ActivityTarget = { projectId: string; songId?: undefined } | SongAddress;

interface DeedPage {
  items: DeedView[];
  nextCursor: string | null;
}

const DEEDS_A_PAGE = "50";

/** What happened, newest first, as far back as one asks. */
export const activityQuery = (target: ActivityTarget) =>
  infiniteQueryOptions({
    queryKey:
      target.songId === undefined ? ["projects", target.projectId, "activity"] : ["song", target.songId, "activity"],
    queryFn: ({ pageParam, signal }) => {
      const path = target.songId === undefined ? projectPath(target.projectId) : songPath(target);
      const query = new URLSearchParams({ limit: DEEDS_A_PAGE, ...(pageParam ? { cursor: pageParam } : {}) });
      return callApi<DeedPage>(`/api${path}/activity?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
