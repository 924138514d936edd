import type { UploadItem } from "./upload-item";

/** What is kept of an upload, so that a reload, a crash or another window knows of it. Never the file. */
export type RememberedUpload = Pick<
  UploadItem,
  | "id"
  | "sourceName"
  | "lastModified"
  | "fileName"
  | "sizeBytes"
  | "projectName"
  | "songName"
  | "song"
  | "newSongIn"
  | "newSongKey"
  | "purpose"
  | "uploadId"
> & { addedAtMs: number; endedAtMs: number | null };

/** As long as the server keeps an upload that nobody goes on with. */
const KEPT_MS = 24 * 60 * 60_000;
/** What ended is kept for a moment, for another window that waited for it. */
const ENDED_KEPT_MS = 10 * 60_000;

export type UploadMemory = ReturnType<typeof openUploadMemory>;
type Shelf = Pick<Storage, "getItem" | "setItem">;

/**
 * A person's uploads in this browser, over all its windows. Where the browser keeps nothing (private windows, blocked
 * storage), this tab alone remembers.
 */
export function openUploadMemory(accountId: string, shelf: Shelf | null = findShelf(), now = () => Date.now()) {
  const name = `segno.uploads.${accountId}`;
  let own = "{}";

  const read = (): Record<string, RememberedUpload> => {
    const all = JSON.parse(readText()) as Record<string, RememberedUpload>;
    return Object.fromEntries(Object.entries(all).filter(([, entry]) => isFresh(entry)));
  };
  const readText = () => {
    try {
      return shelf?.getItem(name) ?? own;
    } catch {
      return own; // Forbidden meanwhile: what this tab knows is left.
    }
  };
  const write = (all: Record<string, RememberedUpload>) => {
    own = JSON.stringify(all);
    try {
      shelf?.setItem(name, own);
    } catch {
      // Full or forbidden: a reload will know only what the server does.
    }
  };
  const isFresh = ({ addedAtMs, endedAtMs }: RememberedUpload) =>
    now() - (endedAtMs ?? addedAtMs) < (endedAtMs === null ? KEPT_MS : ENDED_KEPT_MS);

  return {
    find: (id: string): RememberedUpload | undefined => read()[id],
    /** What has not ended, the oldest first. */
    list: (): RememberedUpload[] => Object.values(read()).filter((entry) => entry.endedAtMs === null),
    save(items: readonly UploadItem[]): void {
      const all = read();
      for (const item of items) all[item.id] = toRemembered(item, all[item.id]?.addedAtMs ?? now());
      write(all);
    },
    end(id: string): void {
      const { [id]: entry, ...rest } = read();
      if (entry) write({ ...rest, [id]: { ...entry, endedAtMs: now() } });
    },
  };
}

function toRemembered(item: UploadItem, addedAtMs: number): RememberedUpload {
  const { id, sourceName, lastModified, fileName, sizeBytes, projectName, songName } = item;
  const { song, newSongIn, newSongKey, uploadId, purpose } = item;
  return {
    ...{ id, sourceName, lastModified, fileName, sizeBytes, projectName, songName },
    ...{ song, newSongIn, newSongKey, uploadId, purpose, addedAtMs, endedAtMs: null },
  };
}

function findShelf(): Shelf | null {
  try {
    return (globalThis as { localStorage?: Storage }).localStorage ?? null;
  } catch {
    return null; // Reading the name alone is refused where storage is blocked.
  }
}

/**
 * Gives files that are on their way already, by name, length, date and place, the key of that upload, each once: two of one
 * batch were both meant.
 */
export function joinMoving(items: readonly UploadItem[], moving: readonly RememberedUpload[]) {
  const free = new Set(moving);
  const known: UploadItem[] = [];
  const added = items.map((item) => {
    const same = [...free].find((entry) => isSameUpload(entry, item));
    if (!same) return item;
    free.delete(same);
    const joined = { ...item, id: same.id, song: item.song ?? same.song, newSongKey: same.newSongKey };
    known.push(joined);
    return joined;
  });
  return { added, known };
}

function isSameUpload(one: RememberedUpload, other: UploadItem): boolean {
  const isSameFile =
    one.sourceName === other.sourceName && one.sizeBytes === other.sizeBytes && one.lastModified === other.lastModified;
  // The new song of the first may be there by now, and the second was chosen for it by its id.
  const isSamePlace =
    one.song && other.song
      ? one.song.songId === other.song.songId
      : one.newSongIn !== null && one.newSongIn === other.newSongIn && one.songName === other.songName;
  return isSameFile && isSamePlace && one.purpose === other.purpose;
}
