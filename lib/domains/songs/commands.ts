import type { Actor } from "@/lib/access/actor";
import { type SongScope, scopeProject, scopeSong } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { hintProject, recordSongEvent } from "@/lib/domains/activity/commands";
import { recordDeed } from "@/lib/domains/activity/deeds/commands";
import { useCover } from "@/lib/domains/covers/commands";
import { notifySongMembers } from "@/lib/domains/notifications/commands";
import { hasVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { readSong, requireOutOfArchive } from "./reads";
import { findChanged, nameDeeds, toColumns } from "./rules";
import { type SongChange, type SongStage, type SongView, STAGE_NAMES } from "./schema";
import { deleteEmptySong, type EmptySong, insertSong, lockSong, updateSongRow } from "./store";

interface SongTarget {
  projectId: string;
  songId: string;
}

/** Makes a song without a version yet. Any name will do, also one that exists. @throws AppError not_found, forbidden, conflict `archived`. */
export async function createSong(
  services: Services,
  actor: Actor | null,
  projectId: string,
  input: { name: string },
): Promise<SongView> {
  const scope = await scopeProject(services.db, actor, projectId, "project:add");
  await requireOutOfArchive(services.db, { projectId });
  const songId = createId();
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    await insertSong(scope, tx, { id: songId, name: input.name }, now);
    await recordDeed(tx, { songId }, { doerId: scope.accountId, kind: "song.created", now });
    await hintProject(tx, scope);
  });
  return await readSong(services, actor, { projectId, songId });
}

/** Changes what is given; what is so already is told to nobody. @throws AppError not_found, forbidden. */
export async function updateSong(
  services: Services,
  actor: Actor | null,
  target: SongTarget,
  change: SongChange,
): Promise<SongView> {
  const scope = await scopeSong(services.db, actor, target, "song:edit");
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const before = await lockSong(scope, tx);
    if (!before) throw notFound("song");
    const changed = findChanged(before, change);
    const { name, ...rest } = changed;
    await requireVersions(tx, scope, rest);
    if (rest.coverId !== undefined) await useCover(tx, scope, { from: before.coverId, to: rest.coverId }, now);
    await updateSongRow(scope, tx, toColumns(changed, now));
    if (name !== undefined) await recordSongEvent(tx, scope, "song.renamed", { name }, now);
    if (Object.keys(rest).length > 0) await recordSongEvent(tx, scope, "song.changed", rest, now);
    for (const deed of nameDeeds(before, changed))
      await recordDeed(tx, scope, { ...deed, doerId: scope.accountId, now });
    if (rest.stage) await tellStage(tx, scope, rest.stage, now);
  });
  return await readSong(services, actor, target);
}

/** What is chosen has to be a living version of this very song. @throws AppError invalid_input `unknown_version`. */
async function requireVersions(tx: Tx, scope: SongScope, change: SongChange): Promise<void> {
  for (const field of ["currentVersionId", "masterVersionId"] as const) {
    const id = change[field];
    if (!id || (await hasVersion(tx, scope, id))) continue;
    const fields = [{ field, message: "Choose one of the song's versions." }];
    throw new AppError("invalid_input", "unknown_version", "This version is not in the song, or it is deleted.", {
      fields,
    });
  }
}

/** Each change of a stage is news of its own. */
async function tellStage(tx: Tx, scope: SongScope, stage: SongStage, now: Date): Promise<void> {
  const { songId, projectId, accountId: doerId } = scope;
  const payload = { excerpt: STAGE_NAMES[stage] };
  const sourceKey = `stage:${createId()}`;
  await notifySongMembers(tx, { songId, projectId, doerId, kind: "song.staged", sourceKey, payload, now });
}

/** Takes a song off everybody's pages. Its rows and bytes stay. @throws AppError not_found, forbidden. */
export async function deleteSong(services: Services, actor: Actor | null, target: SongTarget): Promise<void> {
  const scope = await scopeSong(services.db, actor, target, "song:delete");
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    if (!(await updateSongRow(scope, tx, { deletedAt: now }))) throw notFound("song");
    await recordSongEvent(tx, scope, "song.deleted", {}, now);
  });
}

/** Takes away a song that was made for a file which never came, and tells so; keeps one that holds anything. */
export async function discardEmptySong(tx: Tx, song: EmptySong, now: Date): Promise<void> {
  if (await deleteEmptySong(song, tx, now)) await recordSongEvent(tx, { songId: song.songId }, "song.deleted", {}, now);
}
