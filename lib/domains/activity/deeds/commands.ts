import type { Tx } from "@/lib/db/client";
import type { DeedKind, DeedPayload } from "./schema";
import { insertProjectDeed, insertSongDeed } from "./store";

interface Deed {
  /** Null when nobody did. */
  doerId: string | null;
  kind: DeedKind;
  payload?: DeedPayload;
  now: Date;
}

/** Notes who did something to a song, in the transaction that does it. Of a deleted song it is told when the song is back. */
export async function recordDeed(tx: Tx, target: { songId: string }, { payload = {}, ...deed }: Deed): Promise<void> {
  await insertSongDeed(target, tx, { ...deed, payload });
}

/** The same, for what concerns a project as a whole. */
export async function recordProjectDeed(
  tx: Tx,
  target: { projectId: string },
  { payload = {}, ...deed }: Deed,
): Promise<void> {
  await insertProjectDeed(target, tx, { ...deed, payload });
}
