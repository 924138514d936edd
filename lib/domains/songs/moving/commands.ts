import type { Actor } from "@/lib/access/actor";
import { type ProjectScope, type SongScope, scopeProject, scopeSong } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { hintProject, recordSongEvent } from "@/lib/domains/activity/commands";
import { recordDeed } from "@/lib/domains/activity/deeds/commands";
import { notifySongMembers } from "@/lib/domains/notifications/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { requireRoomForMoved } from "@/lib/domains/uploads/quota/commands";
import type { Services } from "@/lib/services";
import { readSong } from "../reads";
import type { SongView } from "../schema";
import type { MoveSong } from "./schema";
import { changeProject, forgetSameFiles, holdProject } from "./store";

/**
 * Moves a song with all it holds to another project. Who has it by itself keeps it; by the project, those of the new one.
 * The owner of the old project may do so, to one in which they may add songs.
 * @throws AppError not_found, forbidden, conflict `same_project`, `archived`, `project_full`, `owner_full`.
 */
export async function moveSong(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
  { projectId }: MoveSong,
): Promise<SongView> {
  const scope = await scopeSong(services.db, actor, target, "song:move");
  const to = await scopeProject(services.db, actor, projectId, "project:add");
  if (to.projectId === scope.projectId) {
    throw new AppError("conflict", "same_project", "The song is in this project already. Choose another one.");
  }
  const { name: projectName } = await readProject(services, actor, projectId);
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    if (!(await holdProject(to, tx))) {
      throw new AppError("conflict", "archived", "That project lies in the archive. Bring it back first.");
    }
    if (!(await changeProject(scope, to, tx))) throw notFound("song");
    await requireRoomForMoved(services, tx, { from: scope, to });
    await forgetSameFiles(scope, tx);
    await recordSongEvent(tx, scope, "song.moved", { projectId, projectName }, now);
    // Its event hints those of the new project.
    await hintProject(tx, scope);
    await recordDeed(tx, scope, { doerId: scope.accountId, kind: "song.moved", now });
    await tellMove(tx, scope, to, now);
  });
  return await readSong(services, actor, { ...target, projectId });
}

async function tellMove(tx: Tx, { songId, accountId: doerId }: SongScope, to: ProjectScope, now: Date): Promise<void> {
  const sourceKey = `move:${createId()}`;
  const notice = { songId, projectId: to.projectId, doerId, kind: "song.moved", sourceKey } as const;
  await notifySongMembers(tx, { ...notice, payload: {}, now });
}
