import type { UnfinishedUpload, UploadView } from "@/lib/domains/uploads/schema";
import { ApiError } from "../api/api-error";
import type { SongAddress } from "../api/queries";
import { callApi } from "../api/request";
import { uploadPath } from "./upload-file";
import type { UploadItem } from "./upload-item";
import type { RememberedUpload, UploadMemory } from "./upload-memory";

/**
 * What was begun and not finished before this page was there: the server's word on what it knows of, and what this browser
 * remembers of files that had not had their turn. Those that some window has at hand are left out. @throws ApiError.
 */
export async function findLeftUploads(memory: UploadMemory, taken: ReadonlySet<string>): Promise<UploadItem[]> {
  const { items } = await callApi<{ items: UnfinishedUpload[] }>("/api/uploads");
  const known = new Map(items.map((upload) => [upload.idempotencyKey, upload]));
  const begun = items.map((upload) => fromServer(upload, memory.find(upload.idempotencyKey)));
  const others = memory.list().filter((entry) => !known.has(entry.id) && !taken.has(entry.id));
  const rest = await Promise.all(others.map((entry) => fromMemory(entry, memory)));
  return [...rest.filter((item) => item !== null), ...begun.reverse()].filter((item) => !taken.has(item.id));
}

function fromServer(upload: UnfinishedUpload, entry: RememberedUpload | undefined): UploadItem {
  const { projectId, songId, projectName, songName, fileName, sizeBytes } = upload;
  const isWhole = upload.storedBytes === sizeBytes;
  return {
    ...blank(upload.idempotencyKey),
    ...{ fileName, sizeBytes, projectName, songName, song: { projectId, songId }, uploadId: upload.id },
    purpose: upload.purpose,
    sourceName: entry?.sourceName ?? fileName,
    lastModified: entry?.lastModified ?? null,
    newSongIn: entry?.newSongIn ?? null,
    newSongKey: entry?.newSongKey ?? null,
    sentBytes: upload.storedBytes ?? 0,
    // All of it has arrived: it can be finished without the file.
    phase: isWhole ? "waiting" : "left",
  };
}

/** A file that had no turn yet is asked for; one whose upload ended meanwhile is told only if it came to nothing. */
async function fromMemory(entry: RememberedUpload, memory: UploadMemory): Promise<UploadItem | null> {
  const { addedAtMs: _addedAtMs, endedAtMs: _endedAtMs, ...kept } = entry;
  const item: UploadItem = { ...blank(entry.id), ...kept, phase: "left" };
  if (!entry.uploadId || !entry.song) return item;
  const ended = await readEnd(entry.song, entry.uploadId);
  if (ended === "unknown") return null;
  memory.end(entry.id);
  if (ended === null || ended.state === "stored" || ended.state === "cancelled") return null;
  return { ...item, phase: "failed", error: ended.message, isFinal: true };
}

/** How an upload ended; null when it, or its song, is gone. */
async function readEnd(song: SongAddress, uploadId: string): Promise<UploadView | null | "unknown"> {
  try {
    return await callApi<UploadView>(uploadPath(song, uploadId));
  } catch (error) {
    const isGone = error instanceof ApiError && ["not_found", "forbidden"].includes(error.problem.code);
    return isGone ? null : "unknown";
  }
}

/** An item of which nothing is known but its key. */
function blank(id: string): UploadItem {
  return {
    ...{ id, file: null, sourceName: "", lastModified: null, fileName: "", sizeBytes: 0 },
    ...{ projectName: "", songName: "", song: null, newSongIn: null, newSongKey: null, uploadId: null },
    ...{ phase: "left", sentBytes: 0, bytesPerSec: null, secondsLeft: null, error: null, isFinal: false },
    ...{ versionNumber: null, purpose: "version" },
  };
}

/** Which of the files that were chosen belongs to which upload that was left: by name and length. What is in it is compared later. */
export function matchLeft(files: readonly File[], items: readonly UploadItem[]): Map<File, UploadItem> {
  const open = items.filter((item) => item.phase === "left" || item.phase === "differs");
  const matches = new Map<File, UploadItem>();
  for (const file of files) {
    const fits = open.filter(
      (item) => item.sourceName === file.name && item.sizeBytes === file.size && ![...matches.values()].includes(item),
    );
    const found = fits.find((item) => item.lastModified === file.lastModified) ?? fits[0];
    if (found) matches.set(file, found);
  }
  return matches;
}
