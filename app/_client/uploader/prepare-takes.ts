import { showToast } from "@/app/_ui/toast";
import { describeError } from "../api/api-error";
import type { FoundFile, Takes } from "./take-files";

export interface PreparedTakes {
  key: number;
  takes: Takes;
  titles: ReadonlyMap<File, string>;
  /** The one folder that all of them lay in; null when there was none. */
  folder: string | null;
}

let count = 0;

/** The takes among what was chosen or dropped, with what they say of themselves; null, and a word of why, when there is nothing to ask. */
export async function prepareTakes(found: FoundFile[] | Promise<FoundFile[]>): Promise<PreparedTakes | null> {
  try {
    return await prepare(await found);
  } catch (error) {
    showToast({ message: "What you dropped can't be read", detail: describeError(error), tone: "bad" });
    return null;
  }
}

async function prepare(files: FoundFile[]): Promise<PreparedTakes | null> {
  const [{ describeLeftOut, MAX_TAKES, nameFolder, sortTakes }, { readEmbeddedTitles }] = await Promise.all([
    import("./take-files"),
    import("./embedded-titles"),
  ]);
  if (files.length === 0) return null;
  const takes = sortTakes(files);
  if (takes.files.length === 0) {
    const detail = `Left out: ${describeLeftOut(takes.leftOut)}. Choose WAV, AIFF, FLAC, MP3, M4A, CAF, Ogg or Opus.`;
    showToast({ message: "There is no take in it", detail, tone: "bad" });
    return null;
  }
  if (takes.files.length > MAX_TAKES) {
    const detail = `Nothing was uploaded. Choose at most ${MAX_TAKES} at once, then the rest.`;
    showToast({ message: `${takes.files.length} takes are too many at once`, detail, tone: "bad" });
    return null;
  }
  count++;
  return { key: count, takes, titles: await readEmbeddedTitles(takes.files), folder: nameFolder(files) };
}
