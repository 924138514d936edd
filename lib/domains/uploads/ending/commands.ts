import { transact } from "@/lib/db/client";
import { discardEmptySong } from "@/lib/domains/songs/commands";
import type { Services } from "@/lib/services";
import { SONG_MADE_BEFORE_MS, type UploadEndReason } from "../rules";
import { moveUpload, type UploadRow, type UploadState } from "../store";

export interface UploadEnd {
  from: UploadState[];
  state: "rejected" | "failed" | "cancelled" | "expired";
  reason: UploadEndReason;
  /** Only when it is still due. */
  expiredBefore?: Date;
}

/**
 * Ends an upload without a version and, in the same transaction, takes away the song that was made just for it and is
 * still empty. A song that was there before stays, also without a take. Nothing happens when somebody moved it first.
 */
export async function endUpload(services: Services, upload: UploadRow, end: UploadEnd): Promise<void> {
  const { from, state, reason, expiredBefore } = end;
  const { songId, createdById } = upload;
  const now = services.clock.now();
  const madeSince = new Date(upload.createdAt.getTime() - SONG_MADE_BEFORE_MS);
  const isMoved = await transact(services.db, async (tx) => {
    const move = { from, to: { state, reason }, now, ...(expiredBefore ? { expiredBefore } : {}) };
    if (!(await moveUpload(upload, tx, move))) return false;
    await discardEmptySong(tx, { songId, createdById, madeSince }, now);
    return true;
  });
  if (isMoved) services.metrics.noteUpload(state, 0);
}
