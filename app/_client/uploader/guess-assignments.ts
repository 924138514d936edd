import { createId } from "@/lib/core/ids";
import type { Assignment } from "./assignment";
import { guessSongName, songKeyOf } from "./name-guess";
import type { UploadItem } from "./upload-item";
import type { UploadTarget } from "./upload-target";
import { songNameOf } from "./words";

/** How the takes are shared out: as their names say, a song each, or all as versions of one song. */
export type Sharing = "guessed" | "each" | "one";

interface Guess {
  files: readonly File[];
  target: UploadTarget;
  left: ReadonlyMap<File, UploadItem>;
  /** What the files themselves say they are called. */
  titles: ReadonlyMap<File, string>;
  sharing: Sharing;
}

/** A proposal for every file, by ids of songs; a person sees it and may change it. */
export function guessAssignments({ files, target, left, titles, sharing }: Guess): Assignment[] {
  const keyOf = (file: File) => songKeyOf(titles.get(file) ?? file.name);
  const groups = new Map<string, File[]>();
  for (const file of files) groups.set(keyOf(file), [...(groups.get(keyOf(file)) ?? []), file]);
  const songKeys = new Map([...groups.keys()].map((key) => [key, createId()]));
  const shared = sharing === "one" ? createId() : null;
  return files.map((file) => {
    const key = keyOf(file);
    const isAlone = sharing === "each" || groups.get(key)?.length === 1;
    const title = titles.get(file);
    return {
      ...{ file, fileName: file.name, goesOnWith: left.get(file) ?? null },
      songName: isAlone && sharing !== "one" ? (title ?? nameAlone(file)) : guessSongName(title ?? file.name),
      newSongKey: shared ?? (sharing === "each" ? createId() : (songKeys.get(key) ?? createId())),
      songId: sharing === "guessed" ? findSong(target, key) : sharing === "one" ? (target.songId ?? null) : null,
    };
  });
}

/** The only song of the project that is called so. Of two with one name a person has to choose. */
function findSong(target: UploadTarget, key: string): string | null {
  const found = target.songs.filter((song) => songKeyOf(song.name) === key);
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}

/** A single take keeps what its name says of it, its place on the album aside. */
function nameAlone(file: File): string {
  const name = songNameOf(file.name);
  return /^\d{1,3}\s*[.)-]?\s+\D/.test(name) ? guessSongName(file.name) : name;
}
