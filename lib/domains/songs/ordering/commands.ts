import type { Actor } from "@/lib/access/actor";
import { type ProjectScope, scopeProject } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { type Tx, transact } from "@/lib/db/client";
import { hintProject } from "@/lib/domains/activity/commands";
import type { Services } from "@/lib/services";
import { findBetween } from "./rules";
import type { PlaceSong } from "./schema";
import { findAbove, findLowest, findPosition, lockOrder, renumber, setPosition } from "./store";

/**
 * Puts a song right before another of its project, or at the end. The order is the project's, the same for everybody.
 * @throws AppError not_found, forbidden, conflict `neighbour_gone`.
 */
export async function placeSong(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
  { beforeSongId }: PlaceSong,
): Promise<void> {
  const scope = await scopeProject(services.db, actor, target.projectId, "project:edit");
  await transact(services.db, async (tx) => {
    await lockOrder(scope, tx);
    if ((await findPosition(scope, tx, target.songId)) === null) throw notFound("song");
    if (beforeSongId === target.songId) return;
    const position =
      beforeSongId === null
        ? (await findLowest(scope, tx)) - 1
        : await makeRoom(scope, tx, { songId: beforeSongId, movedId: target.songId });
    await setPosition(scope, tx, target.songId, position);
    await hintProject(tx, scope);
  });
}

/** A position right above a song. Where there is none left between it and the next, all are numbered anew first. */
async function makeRoom(scope: ProjectScope, tx: Tx, place: { songId: string; movedId: string }): Promise<number> {
  const lower = await findPosition(scope, tx, place.songId);
  if (lower === null) {
    throw new AppError("conflict", "neighbour_gone", "The song to put it before is not here any more. Look again.");
  }
  const upper = await findAbove(scope, tx, place);
  if (upper === null) return lower + 1;
  const between = findBetween(lower, upper);
  if (between !== null) return between;
  await renumber(scope, tx);
  return await makeRoom(scope, tx, place);
}
