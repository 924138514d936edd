/** Where an upload's bytes and what was derived from them lie. Built from ids alone: a name is never part of a key. */
export interface UploadLocation {
  projectId: string;
  songId: string;
  uploadId: string;
}

export type UploadObject = "source" | "peaks.dat" | "preview.m4a" | "preview.mp3";

export function buildUploadPrefix(location: UploadLocation): string {
  return `projects/${location.projectId}/songs/${location.songId}/uploads/${location.uploadId}/`;
}

export function buildObjectKey(location: UploadLocation, object: UploadObject): string {
  return buildUploadPrefix(location) + object;
}
