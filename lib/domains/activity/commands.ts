import type { SystemScope } from "@/lib/access/system-scope";
import { SONG_CHANNEL } from "@/lib/core/channels";
import type { Tx } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import type { SongEventPayload, SongEventType } from "./schema";
import { type EventTarget, insertEvent, notifyFollowers, removeEventsBefore, takeEventSeq } from "./store";

/** Who was away for longer reads the song anew. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

/**
 * Writes what live streams tell, in the transaction that it tells of. It locks the song's row until the commit, so a
 * transaction that also locks other rows of the song takes this one first or last, but always in the same place.
 */
export async function recordSongEvent<T extends SongEventType>(
  tx: Tx,
  target: EventTarget,
  type: T,
  payload: SongEventPayload<T>,
  now: Date,
): Promise<void> {
  // Progress is no change that would move a song to the top of a list.
  const taken = await takeEventSeq(target, tx, type !== "version.progressed", now);
  if (!taken) return;
  await insertEvent(target, tx, { seq: taken.eventSeq, type, payload }, now);
  await notifyFollowers([target.songId, taken.projectId], tx, SONG_CHANNEL);
}

/** Hints those who look at a project, at commit, that something of it may be another: what no event of a song tells. */
export async function hintProject(tx: Tx, { projectId }: { projectId: string }): Promise<void> {
  await notifyFollowers([projectId], tx, SONG_CHANNEL);
}

/** Forgets what was told long ago; a stream that asks for it is told of a gap. Answers how many. */
export async function pruneSongEvents(services: Services, scope: SystemScope): Promise<number> {
  return await removeEventsBefore(scope, services.db, new Date(services.clock.now().getTime() - KEPT_MS));
}
