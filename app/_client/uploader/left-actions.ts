import { findLeftUploads } from "./left-uploads";
import { toItem } from "./new-upload";
import type { UploadItem } from "./upload-item";
import type { RunState } from "./upload-run";

interface LeftTools extends RunState {
  start: (id: string) => void;
  begin: (items: UploadItem[]) => void;
}

/** What one can do about uploads that were left in their midst. */
export function createLeftActions({ list, memory, claims, known, chosenAgain, start, begin }: LeftTools) {
  const { find, change } = list;
  return {
    /** Looks for what was left before this page was there, or by other windows since. @throws ApiError. */
    async findLeft(): Promise<void> {
      const own = list.get().filter((item) => item.phase !== "left");
      const left = await findLeftUploads(memory, new Set([...(await claims.list()), ...own.map((item) => item.id)]));
      const gone = list.get().filter((item) => item.phase === "left" && !left.some((other) => other.id === item.id));
      for (const item of gone) list.remove(item.id);
      const added = left.filter((item) => !find(item.id));
      if (added.length > 0) list.add(added);
      for (const item of added) if (item.phase === "waiting") start(item.id);
    },
    /** Goes on with an upload that was left, with its file chosen again. */
    resume(id: string, file: File): void {
      const item = find(id);
      if (item?.phase !== "left" && item?.phase !== "differs") return;
      if (file.size !== item.sizeBytes) {
        const error = "This file is not as long as the one whose parts arrived. Nothing of it was sent.";
        return change(id, { phase: "differs", file, error });
      }
      known.delete(id);
      chosenAgain.add(id);
      change(id, { file, phase: "waiting", error: null, sourceName: file.name, lastModified: file.lastModified });
      start(id);
    },
    /** The file that turned out to be another one goes the same way as a take of its own; the upload that was left waits. */
    sendAsNewTake(id: string): void {
      const item = find(id);
      if (!item?.file) return;
      const { file, projectName, songName, song, newSongIn, newSongKey } = item;
      change(id, { phase: "left", file: null, error: null });
      claims.release(id);
      const take = { file, fileName: file.name, projectName, songName, song, newSongKey };
      begin([toItem({ ...take, newSongIn: song ? null : newSongIn })]);
    },
  };
}
