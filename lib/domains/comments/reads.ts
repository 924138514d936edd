import type { Actor } from "@/lib/access/actor";
import { scopeSong } from "@/lib/access/scope";
import { decodeCursor, type Page, toPage } from "@/lib/core/cursor";
import type { Db } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { toCommentView } from "./rules";
import type { CommentListQuery, CommentView } from "./schema";
import { type CommentOwner, findComments, findPlace, findRemarkAuthor } from "./store";

/** A song's comments in the order of their moments, each with its replies. @throws AppError not_found, invalid_input. */
export async function listComments(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
  query: CommentListQuery,
): Promise<Page<CommentView>> {
  return await readComments(services, await scopeSong(services.db, actor, target, "song:read"), query);
}

/** As `listComments`, for one whose right was proved. */
export async function readComments(
  services: Services,
  scope: CommentOwner,
  query: CommentListQuery,
): Promise<Page<CommentView>> {
  const after = query.cursor ? await findPlace(scope, services.db, decodeCursor(query.cursor)) : null;
  const rows = await findComments(scope, services.db, { after, take: query.limit + 1, versionId: query.versionId });
  return toPage(rows.map(toCommentView), query.limit);
}

/** Who said a comment or a reply of the song; null for what is not there. */
export function readRemarkAuthor(db: Db, scope: CommentOwner, commentId: string): Promise<string | null> {
  return findRemarkAuthor(scope, db, commentId);
}
