import type { SongAddress } from "../api/queries";

export type UploadPhase = "waiting" | "sending" | "finishing" | "done" | "failed" | "cancelled";

/** One file on its way, as the tray shows it. */
export interface UploadItem {
  id: string;
  file: File;
  fileName: string;
  sizeBytes: number;
  projectName: string;
  songName: string;
  /** Null until a new song has been made for it. */
  song: SongAddress | null;
  /** The project in which to make a new song of this name; null when it becomes a version of `song`. */
  newSongIn: string | null;
  phase: UploadPhase;
  sentBytes: number;
  bytesPerSec: number | null;
  secondsLeft: number | null;
  error: string | null;
  /** A failure that trying again can't mend, such as a file that is no sound. */
  isFinal: boolean;
  versionNumber: number | null;
}

export function isOver(item: UploadItem): boolean {
  return item.phase === "done" || item.phase === "failed" || item.phase === "cancelled";
}
