import { SONG_CHANNEL } from "@/lib/core/channels";
import type { Tx } from "@/lib/db/client";
import type { SongEventPayload, SongEventType } from "./schema";
import { type EventTarget, insertEvent, notifyFollowers, takeEventSeq } from "./store";

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
  const seq = await takeEventSeq(target, tx, type !== "version.progressed", now);
  if (seq === null) return;
  await insertEvent(target, tx, { seq, type, payload }, now);
  await notifyFollowers(target, tx, SONG_CHANNEL);
}
