import type { Assignment } from "./assignment";
import type { NewUpload } from "./upload-store";
import type { UploadTarget } from "./upload-target";

/** "3 new songs in Album, 1 new version of Demo": what pressing the button will do. */
export function summarizeAssignments(rows: Assignment[], target: UploadTarget): string {
  const parts: string[] = [];
  const made = rows.filter((row) => row.songId === null).length;
  if (made > 0) parts.push(`${made === 1 ? "1 new song" : `${made} new songs`} in ${target.projectName}`);
  for (const song of target.songs) {
    const count = rows.filter((row) => row.songId === song.id).length;
    if (count > 0) parts.push(`${count === 1 ? "1 new version" : `${count} new versions`} of ${song.name}`);
  }
  return `${parts.join(", ")}.`;
}

export function toUploads(rows: Assignment[], target: UploadTarget): NewUpload[] {
  return rows.map((row) => {
    const song = target.songs.find((candidate) => candidate.id === row.songId);
    return {
      file: row.file,
      fileName: row.fileName.trim() || row.file.name,
      projectName: target.projectName,
      songName: song?.name ?? row.songName.trim(),
      song: song ? { projectId: target.projectId, songId: song.id } : null,
      newSongIn: song ? null : target.projectId,
    };
  });
}
