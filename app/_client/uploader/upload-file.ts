import type { SignedParts, UploadView } from "@/lib/domains/uploads/schema";
import { ApiError } from "../api/api-error";
import { type SongAddress, songPath } from "../api/queries";
import { callApi } from "../api/request";
import { hashPart } from "./hash-part";
import { PartError } from "./part-error";
import { putPart } from "./put-part";

const JOINING_TRIES = 30;
const JOINING_PAUSE_MS = 2_000;

export interface UploadFile {
  file: File;
  fileName: string;
  song: SongAddress;
  /** Made once a file: pressing twice, or trying again, goes on with the same upload. */
  idempotencyKey: string;
  withSlot: <T>(work: () => Promise<T>) => Promise<T>;
  signal: AbortSignal;
  onBegun: (upload: UploadView) => void;
  onProgress: (sentBytes: number) => void;
  onAllSent: () => void;
}

/**
 * Brings one file to storage, part by part, and answers the finished upload. The beginning is never cut: a
 * server that has begun would be left with an upload whose id nobody knows. @throws ApiError, PartError, AbortError.
 */
export async function uploadFile(task: UploadFile): Promise<UploadView> {
  const upload = await callApi<UploadView>(`/api${songPath(task.song)}/uploads`, {
    method: "POST",
    body: {
      fileName: task.fileName,
      sizeBytes: task.file.size,
      contentType: task.file.type || "application/octet-stream",
      idempotencyKey: task.idempotencyKey,
    },
  });
  task.onBegun(upload);
  task.signal.throwIfAborted();
  if (upload.state === "stored") return upload;
  if (upload.state !== "completing") await sendParts(task, upload);
  task.onAllSent();
  return complete(task, upload);
}

/** Storage may take a while to put a large file together: asked again, as long as that is what it says. */
async function complete(task: UploadFile, upload: UploadView): Promise<UploadView> {
  for (let attempt = 1; ; attempt++) {
    try {
      const path = `${uploadPath(task.song, upload.id)}/complete`;
      return await callApi<UploadView>(path, { method: "POST", signal: task.signal });
    } catch (error) {
      const isJoining = error instanceof ApiError && error.problem.reason === "still_joining";
      if (!isJoining || attempt === JOINING_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, JOINING_PAUSE_MS));
    }
  }
}

/** Takes an upload back; one that is over already stays as it is. */
export async function cancelUpload(song: SongAddress, uploadId: string): Promise<void> {
  try {
    await callApi(uploadPath(song, uploadId), { method: "DELETE" });
  } catch (error) {
    if (!(error instanceof ApiError) || !["conflict", "not_found", "gone"].includes(error.problem.code)) throw error;
  }
}

function uploadPath(song: SongAddress, uploadId: string): string {
  return `/api${songPath(song)}/uploads/${uploadId}`;
}

async function sendParts(task: UploadFile, upload: UploadView): Promise<void> {
  const sent = new Map<number, number>();
  const tell = (number: number, sentBytes: number) => {
    sent.set(number, sentBytes);
    task.onProgress([...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  };
  const stored = new Map(upload.storedParts.map((part) => [part.number, part.sizeBytes]));
  const numbers = Array.from({ length: upload.partCount }, (_, index) => index + 1);
  // The first failure stops the others: what is on its way would be sent for nothing.
  const stop = new AbortController();
  const signal = AbortSignal.any([task.signal, stop.signal]);
  const sendOne = async (number: number) => {
    const bytes = await readPart(task.file, upload, number);
    if (stored.get(number) === bytes.byteLength) return tell(number, bytes.byteLength);
    await sendPart({ ...task, signal }, upload, number, bytes, (sentBytes) => tell(number, sentBytes));
    tell(number, bytes.byteLength);
  };
  try {
    await Promise.all(
      numbers.map((number) => task.withSlot(async () => (signal.aborted ? undefined : sendOne(number)))),
    );
    task.signal.throwIfAborted();
  } catch (error) {
    stop.abort();
    throw error;
  }
}

async function readPart(file: File, upload: UploadView, number: number): Promise<ArrayBuffer> {
  const start = (number - 1) * upload.partSizeBytes;
  const end = Math.min(start + upload.partSizeBytes, upload.sizeBytes);
  const bytes = await file.slice(start, end).arrayBuffer();
  if (bytes.byteLength === end - start) return bytes;
  throw new ApiError({
    status: 0,
    code: "invalid_input",
    reason: "file_changed",
    detail: "The file changed while it was being sent. Choose it again.",
  });
}

/** One retry with a fresh signature: a refusal may mean that it ran out, and some stores refuse without an answer. */
async function sendPart(
  task: UploadFile,
  upload: UploadView,
  number: number,
  body: ArrayBuffer,
  onProgress: (sentBytes: number) => void,
): Promise<void> {
  const sha256 = await hashPart(body);
  for (let attempt = 1; ; attempt++) {
    const { parts } = await callApi<SignedParts>(`${uploadPath(task.song, upload.id)}/parts`, {
      method: "POST",
      body: { parts: [{ number, sizeBytes: body.byteLength, ...(sha256 ? { sha256 } : {}) }] },
      signal: task.signal,
    });
    const signed = parts[0];
    if (!signed) throw new PartError(0);
    try {
      return await putPart({ ...signed, body, signal: task.signal, onProgress });
    } catch (error) {
      onProgress(0);
      if (!(error instanceof PartError) || attempt > 1) throw error;
    }
  }
}
