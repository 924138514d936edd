import type { StoredPart } from "@/lib/storage/multipart";
import { PART_SIZE_BYTES, type UnfinishedUpload, type UploadView } from "./schema";
import type { UploadRow } from "./store";

const HOUR_MS = 60 * 60_000;
/** An upload nobody goes on with is given up after this; every signing of parts starts it anew. */
export const UPLOAD_LIFETIME_MS = 24 * HOUR_MS;
/** A song made by the same person at most so long before its upload began was made for that upload. */
export const SONG_MADE_BEFORE_MS = 60_000;
/** A part's address works for so long: time for a slow line, and no longer. */
export const PART_URL_EXPIRES_SEC = 15 * 60;
/** A completion that nobody carries on is taken up by the sweeper after this. */
export const STUCK_AFTER_MS = 2 * 60_000;
/** A large object may take storage minutes to join; what is nowhere to be found after this is lost. */
export const JOINING_LASTS_MS = 10 * 60_000;
/** Uploads that storage knows and no row does are older than this before they are removed. */
export const ORPHAN_AFTER_MS = HOUR_MS;

/** Why an upload ended without a version, and what to do. */
const SENTENCES = {
  not_audio: "This is not a sound file we know. Upload WAV, AIFF, FLAC, MP3, M4A, CAF, Ogg or Opus.",
  not_attachment:
    "A song keeps sound files, PDF, MIDI, MusicXML, text, ZIP and DAW sessions. Pack anything else as ZIP, and choose that.",
  encrypted_zip: "This ZIP has a password, so nobody else could open it. Pack it without one.",
  storage_lost: "Storage lost the file before it was complete. Upload it again.",
  size_mismatch: "What arrived is not as long as the file. Upload it again.",
  song_deleted: "The song was deleted while this was uploading.",
  expired: "This upload was left for more than a day and was given up. Start it again.",
  cancelled: "This upload was cancelled.",
} as const;

export type UploadEndReason = keyof typeof SENTENCES;

export function describeReason(reason: string | null): string | null {
  const known = Object.entries(SENTENCES).find(([name]) => name === reason);
  return known?.[1] ?? null;
}

const ENDED: ReadonlySet<UploadView["state"]> = new Set(["rejected", "failed", "cancelled", "expired"]);

/** Without a version, for good. */
export function hasEnded(state: UploadView["state"]): boolean {
  return ENDED.has(state);
}

export function planParts(sizeBytes: number): { partSizeBytes: number; partCount: number } {
  return { partSizeBytes: PART_SIZE_BYTES, partCount: Math.ceil(sizeBytes / PART_SIZE_BYTES) };
}

type Plan = Pick<UploadRow, "sizeBytes" | "partSizeBytes" | "partCount">;

/** Bytes that a part must have: all alike, the last one what is left. Null when there is no such part. */
export function partSize(plan: Plan, number: number): number | null {
  if (number < 1 || number > plan.partCount) return null;
  if (number < plan.partCount) return plan.partSizeBytes;
  return Number(plan.sizeBytes) - plan.partSizeBytes * (plan.partCount - 1);
}

/** Numbers of the parts that are not there or not of their size. */
export function findMissingParts(plan: Plan, stored: Pick<StoredPart, "number" | "sizeBytes">[]): number[] {
  const sizes = new Map(stored.map((part) => [part.number, part.sizeBytes]));
  const numbers = Array.from({ length: plan.partCount }, (_, i) => i + 1);
  return numbers.filter((number) => sizes.get(number) !== partSize(plan, number));
}

export function toUploadView(row: UploadRow, stored: StoredPart[]): UploadView {
  const place = { songName: row.song.name, projectName: row.song.project.name };
  return {
    id: row.id,
    projectId: row.song.projectId,
    songId: row.songId,
    state: row.state,
    purpose: row.purpose,
    fileName: row.fileName,
    sizeBytes: Number(row.sizeBytes),
    partSizeBytes: row.partSizeBytes,
    partCount: row.partCount,
    reason: row.reason,
    message: describeReason(row.reason),
    expiresAt: row.expiresAt.toISOString(),
    storedParts: stored.map(({ number, sizeBytes, sha256 }) => ({ number, sizeBytes, sha256 })),
    version: row.version && { id: row.version.id, number: row.version.number, ...place },
    attachment: row.attachment && { id: row.attachment.id, ...place },
  };
}

/** `view` is null while storage does not answer. What is being put together has arrived whole. */
export function toUnfinishedUpload(row: UploadRow, view: UploadView | null): UnfinishedUpload {
  const { id, songId, purpose, fileName } = row;
  const { projectId } = row.song;
  const sizeBytes = Number(row.sizeBytes);
  const listed = view?.storedParts.reduce((sum, part) => sum + part.sizeBytes, 0) ?? null;
  return {
    ...{ id, projectId, songId, purpose, fileName, sizeBytes, idempotencyKey: row.idempotencyKey },
    projectName: row.song.project.name,
    songName: row.song.name,
    startedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    storedBytes: row.state === "completing" ? sizeBytes : listed,
  };
}
