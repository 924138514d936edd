import type { SongAddress } from "../api/queries";

/**
 * Where a file is. `checking`: what storage holds is compared with the file. `held`: the line or the storage is away, and
 * it goes on by itself. `elsewhere`: another window sends it. `left`: begun before a reload, and the file is asked for.
 * `differs`: the file that was chosen is not the one of which storage holds parts.
 */
export type UploadPhase =
  | "waiting"
  | "checking"
  | "sending"
  | "finishing"
  | "paused"
  | "held"
  | "elsewhere"
  | "left"
  | "differs"
  | "done"
  | "failed"
  | "cancelled";

/** One file on its way, as the tray shows it. */
export interface UploadItem {
  /** Also the upload's idempotency key: whoever knows it goes on with the same upload. */
  id: string;
  /** Null after a reload, until it is chosen again. */
  file: File | null;
  /** The file's own name, by which it is known when it is chosen again. */
  sourceName: string;
  lastModified: number | null;
  fileName: string;
  sizeBytes: number;
  projectName: string;
  songName: string;
  /** Null until a new song has been made for it. */
  song: SongAddress | null;
  /** The project in which to make a new song of this name; null when it becomes a version of `song`. */
  newSongIn: string | null;
  /** A take becomes a version; a file goes with the song. */
  purpose: "version" | "attachment";
  /** Files with the same one become versions of one new song. */
  newSongKey: string | null;
  uploadId: string | null;
  phase: UploadPhase;
  sentBytes: number;
  bytesPerSec: number | null;
  secondsLeft: number | null;
  /** What went wrong, or what it waits for. */
  error: string | null;
  /** A failure that trying again can't mend, such as a file that is no sound. */
  isFinal: boolean;
  versionNumber: number | null;
}

/** Nothing happens to it any more unless somebody asks. */
export function isOver(item: UploadItem): boolean {
  return item.phase === "done" || item.phase === "failed" || item.phase === "cancelled";
}

/** It has a turn, or waits for one. */
export function isOnItsWay(item: UploadItem): boolean {
  return item.phase === "waiting" || item.phase === "held" || isMoving(item);
}

export function isMoving(item: UploadItem): boolean {
  return item.phase === "checking" || item.phase === "sending" || item.phase === "finishing";
}
