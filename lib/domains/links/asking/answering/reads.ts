import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import type { AccessRequestView } from "./schema";
import { findOpenRequests, type RequestRow } from "./store";

/** Who asks to be let in, of all that the person may share. @throws AppError unauthenticated. */
export async function listAccessRequests(
  { db }: Services,
  actor: Actor | null,
): Promise<{ items: AccessRequestView[] }> {
  return { items: (await findOpenRequests(scopeAccount(actor), db)).map(showRequest) };
}

export function showRequest({ link, createdAt, ...request }: RequestRow): AccessRequestView {
  const { id, email, words } = request;
  return {
    ...{ id, email, words, projectId: link.projectId, projectName: link.project.name, linkLabel: link.label },
    songs: listAsked(link),
    canComment: link.canComment,
    canDownload: link.canDownload,
    createdAt: createdAt.toISOString(),
  };
}

/** The link's songs that are still the project's; none for the project as a whole. */
function listAsked({ songs, projectId }: RequestRow["link"]): { id: string; name: string }[] {
  return songs.filter(({ song }) => song.projectId === projectId).map(({ song: { id, name } }) => ({ id, name }));
}
