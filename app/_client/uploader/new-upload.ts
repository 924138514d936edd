import { createId } from "@/lib/core/ids";
import type { UploadItem } from "./upload-item";

export type NewUpload = Pick<UploadItem, "fileName" | "projectName" | "songName" | "song" | "newSongIn"> & {
  file: File;
  /** Files with the same one become versions of one new song; without, each becomes a song of its own. */
  newSongKey?: string | null;
  /** A take, if nothing is said. */
  purpose?: UploadItem["purpose"];
};

/** A file that waits for its turn, under a key of its own. */
export function toItem({ file, ...upload }: NewUpload): UploadItem {
  const id = createId();
  return {
    ...upload,
    ...{ id, file, purpose: upload.purpose ?? "version" },
    sourceName: file.name,
    lastModified: file.lastModified,
    sizeBytes: file.size,
    newSongKey: upload.newSongIn ? (upload.newSongKey ?? id) : null,
    ...{ uploadId: null, phase: "waiting", sentBytes: 0, bytesPerSec: null, secondsLeft: null },
    ...{ error: null, isFinal: false, versionNumber: null },
  };
}
