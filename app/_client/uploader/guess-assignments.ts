import { createId } from "@/lib/core/ids";
import type { Assignment } from "./assignment";
import type { UploadItem } from "./upload-item";
import type { UploadTarget } from "./upload-target";
import { songNameOf } from "./words";

/** A first proposal for every file; a person sees it and may change it. */
export function guessAssignments(
  files: readonly File[],
  target: UploadTarget,
  left: ReadonlyMap<File, UploadItem>,
): Assignment[] {
  return files.map((file) => ({
    ...{ file, fileName: file.name, songName: songNameOf(file.name), newSongKey: createId() },
    goesOnWith: left.get(file) ?? null,
    songId: target.songId ?? null,
  }));
}
