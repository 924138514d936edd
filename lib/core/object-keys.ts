import { NO_ID } from "./ids";

/** Where an upload's bytes and what was derived from them lie. Built from ids alone: a name is never part of a key. */
export interface UploadLocation {
  projectId: string;
  songId: string;
  uploadId: string;
}

export const UPLOAD_OBJECTS = ["source", "peaks.dat", "rms.dat", "preview.m4a", "preview.opus", "preview.mp3"] as const;
export type UploadObject = (typeof UPLOAD_OBJECTS)[number];

/** The object of that name; null when there is none. */
export function readUploadObject(name: string): UploadObject | null {
  return UPLOAD_OBJECTS.find((object) => object === name) ?? null;
}

/** Every key of ours begins so. */
export const OBJECT_ROOT = "projects/";

function buildUploadPrefix(location: UploadLocation): string {
  return `${OBJECT_ROOT}${location.projectId}/songs/${location.songId}/uploads/${location.uploadId}/`;
}

export function buildObjectKey(location: UploadLocation, object: UploadObject): string {
  return buildUploadPrefix(location) + object;
}

const UPLOAD_KEY = /^projects\/[0-9a-f-]{36}\/songs\/[0-9a-f-]{36}\/uploads\/([0-9a-f-]{36})\//;

/** The upload that an object belongs to; null for every other object. */
export function readUploadId(key: string): string | null {
  return UPLOAD_KEY.exec(key)?.[1] ?? null;
}

/** Where a cover's sizes lie. */
export interface CoverLocation {
  projectId: string;
  coverId: string;
}

export function buildCoverKey({ projectId, coverId }: CoverLocation, size: string): string {
  return `${OBJECT_ROOT}${projectId}/covers/${coverId}/${size}.webp`;
}

const COVER_KEY = /^projects\/[0-9a-f-]{36}\/covers\/([0-9a-f-]{36})\//;

/** The cover that an object belongs to; null for every other object. */
export function readCoverId(key: string): string | null {
  return COVER_KEY.exec(key)?.[1] ?? null;
}

/** Where an export's file lies, one for each time somebody took it up. Of no single project, it lies under the id that nothing has. */
export interface ExportLocation {
  projectId: string | null;
  exportId: string;
}

export function buildExportPrefix({ projectId, exportId }: ExportLocation): string {
  return `${OBJECT_ROOT}${projectId ?? NO_ID}/exports/${exportId}/`;
}

export function buildExportKey(location: ExportLocation, attempt: number): string {
  return `${buildExportPrefix(location)}${attempt}`;
}

const EXPORT_KEY = /^projects\/[0-9a-f-]{36}\/exports\/([0-9a-f-]{36})\//;

/** The export that an object belongs to; null for every other object. */
export function readExportId(key: string): string | null {
  return EXPORT_KEY.exec(key)?.[1] ?? null;
}

/** Says which database a storage belongs to (lib/domains/operations/proving/commands.ts). */
export const STORAGE_MARK_KEY = "segno/storage-mark";
