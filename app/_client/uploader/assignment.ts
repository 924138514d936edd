/** One chosen file and where it goes. */
export interface Assignment {
  file: File;
  /** As it will be called in Segno. */
  fileName: string;
  /** The upload that was left and is gone on with; null sends the file anew. */
  goesOnWith: { id: string; songName: string } | null;
  /** The song it becomes a version of; null makes a new one. */
  songId: string | null;
  /** Files with the same one become versions of one new song. */
  newSongKey: string;
  /** Name of the new song. */
  songName: string;
}

/** The file whose row names the new song; the others of the same song follow it. */
export function isFirstOfNewSong(row: Assignment, rows: readonly Assignment[]): boolean {
  return rows.find((other) => isNewSong(other) && other.newSongKey === row.newSongKey) === row;
}

export function isNewSong(row: Assignment): boolean {
  return row.goesOnWith === null && row.songId === null;
}

export function isAssigned(row: Assignment): boolean {
  return isNewSong(row) ? row.songName.trim() !== "" : row.fileName.trim() !== "";
}
