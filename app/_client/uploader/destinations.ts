import { createId } from "@/lib/core/ids";
import { type Assignment, isFirstOfNewSong, isNewSong } from "./assignment";
import type { UploadItem } from "./upload-item";

const GO_ON = "left";
const NEW_SONG = "new";
const WITH = "with:";
/** New songs of so many takes before and after are offered to join: names are in order, and two hundred are no choice. */
const NEAR = 10;

/** What a file may become: first what is likely. */
export function listDestinations(
  row: Assignment,
  rows: readonly Assignment[],
  songs: readonly { id: string; name: string }[],
  left: UploadItem | undefined,
): { value: string; label: string }[] {
  const at = rows.indexOf(row);
  const near = rows.slice(Math.max(0, at - NEAR), at + NEAR + 1);
  const others = near.filter(
    (other) => other !== row && other.newSongKey !== row.newSongKey && isFirstOfNewSong(other, rows),
  );
  const own = rows.find(
    (other) => other !== row && other.newSongKey === row.newSongKey && isFirstOfNewSong(other, rows),
  );
  return [
    ...(left ? [{ value: GO_ON, label: `Goes on with the upload to ${left.songName}` }] : []),
    { value: NEW_SONG, label: "A new song" },
    ...[...(own ? [own] : []), ...others].map((other) => ({
      value: WITH + other.newSongKey,
      label: `A version of the new ${other.songName.trim()}`,
    })),
    ...songs.map((song) => ({ value: song.id, label: `A new version of ${song.name}` })),
  ];
}

export function destinationOf(row: Assignment, rows: readonly Assignment[]): string {
  if (row.goesOnWith) return GO_ON;
  if (row.songId) return row.songId;
  return isNewSong(row) && !isFirstOfNewSong(row, rows) ? WITH + row.newSongKey : NEW_SONG;
}

export function changeDestination(value: string, left: UploadItem | undefined): Partial<Assignment> {
  if (value === GO_ON) return { goesOnWith: left ?? null };
  if (value === NEW_SONG) return { goesOnWith: null, songId: null, newSongKey: createId() };
  if (value.startsWith(WITH)) return { goesOnWith: null, songId: null, newSongKey: value.slice(WITH.length) };
  return { goesOnWith: null, songId: value };
}
