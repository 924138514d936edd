import { type Assignment, isFirstOfNewSong, isNewSong } from "./assignment";
import type { NewUpload } from "./new-upload";
import type { UploadTarget } from "./upload-target";

/** "3 new songs in Album, 1 new version of Demo": what pressing the button will do. */
export function summarizeAssignments(rows: Assignment[], target: UploadTarget): string {
  const parts: string[] = [];
  const goingOn = rows.filter((row) => row.goesOnWith !== null).length;
  if (goingOn > 0) parts.push(`${goingOn === 1 ? "1 upload goes" : `${goingOn} uploads go`} on where it was left`);
  const firsts = rows.filter((row) => isFirstOfNewSong(row, rows));
  if (firsts.length > 0) {
    const takes = rows.filter(isNewSong).length;
    const songs = firsts.length === 1 ? "1 new song" : `${firsts.length} new songs`;
    parts.push(`${songs} in ${target.projectName}${takes > firsts.length ? ` from ${takes} takes` : ""}`);
  }
  const existing = target.songs
    .map((song) => ({ ...song, count: rows.filter((row) => !row.goesOnWith && row.songId === song.id).length }))
    .filter(({ count }) => count > 0);
  const named = existing.length > MOST_NAMED ? [] : existing;
  for (const { name, count } of named)
    parts.push(`${count === 1 ? "1 new version" : `${count} new versions`} of ${name}`);
  if (named.length < existing.length) {
    parts.push(`${existing.reduce((sum, { count }) => sum + count, 0)} new versions of ${existing.length} songs`);
  }
  return `${parts.join(", ")}.`;
}

/** Rows of the same files for another project: what was typed of new songs and files stays, what is there is guessed anew. */
export function moveRows(rows: Assignment[], guessed: Assignment[]): Assignment[] {
  return guessed.map((row, at) => {
    const before = rows[at];
    if (!before) return row;
    const isNewInBoth = isNewSong(row) && isNewSong(before);
    return { ...row, fileName: before.fileName, ...(isNewInBoth ? { songName: before.songName } : {}) };
  });
}

/** More songs than these are counted rather than named. */
const MOST_NAMED = 4;

/** What is to be uploaded anew; those that are gone on with are left out. */
export function toUploads(rows: Assignment[], target: UploadTarget): NewUpload[] {
  const names = new Map(rows.filter((row) => isFirstOfNewSong(row, rows)).map((row) => [row.newSongKey, row.songName]));
  return rows
    .filter((row) => row.goesOnWith === null)
    .map((row) => {
      const song = target.songs.find((candidate) => candidate.id === row.songId);
      return {
        file: row.file,
        fileName: row.fileName.trim() || row.file.name,
        projectName: target.projectName,
        songName: song?.name ?? (names.get(row.newSongKey) ?? row.songName).trim(),
        song: song ? { projectId: target.projectId, songId: song.id } : null,
        newSongIn: song ? null : target.projectId,
        newSongKey: song ? null : row.newSongKey,
      };
    });
}
