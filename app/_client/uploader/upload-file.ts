import type { UploadView } from "@/lib/domains/uploads/schema";
import { ApiError } from "../api/api-error";
import { type SongAddress, songPath } from "../api/queries";
import { callApi } from "../api/request";
import { compareStored } from "./compare-stored";
import { assertReadable, listParts, partLength, readBody } from "./file-part";
import { canHash } from "./hash-part";
import { PartError } from "./part-error";
import { createPartSigner } from "./part-signer";
import { putPart } from "./put-part";

const JOINING_TRIES = 30;
const JOINING_PAUSE_MS = 2_000;

export interface UploadFile {
  file: File;
  fileName: string;
  purpose: "version" | "attachment";
  song: SongAddress;
  /** Made once a file: pressing twice, or trying again, goes on with the same upload. */
  idempotencyKey: string;
  /** Hashes of parts of this very file, kept from one try to the next. */
  known: Map<number, string>;
  /** False when the file was chosen again: then storage's parts prove that it is the same. */
  isSameHandle: boolean;
  withSlot: <T>(work: () => Promise<T>) => Promise<T>;
  signal: AbortSignal;
  onBegun: (upload: UploadView) => void;
  onCompared: () => void;
  onProgress: (sentBytes: number) => void;
  onPartSent: () => void;
  onAllSent: () => void;
  /** Waits until it may become a version: versions are numbered in the order of completion. */
  waitForTurn: () => Promise<void>;
}

/**
 * Brings one file to storage, part by part, and answers the finished upload. The beginning is never cut: a
 * server that has begun would be left with an upload whose id nobody knows.
 * @throws ApiError, PartError, FileDiffersError, FileGoneError, AbortError.
 */
export async function uploadFile(task: UploadFile): Promise<UploadView> {
  const upload = await callApi<UploadView>(`/api${songPath(task.song)}/uploads`, {
    method: "POST",
    body: {
      fileName: task.fileName,
      purpose: task.purpose,
      sizeBytes: task.file.size,
      contentType: task.file.type || "application/octet-stream",
      idempotencyKey: task.idempotencyKey,
      ...(canHash() ? { hashesParts: true } : {}),
    },
  });
  task.onBegun(upload);
  task.signal.throwIfAborted();
  if (upload.state === "stored") return upload;
  if (upload.state !== "completing") await sendParts(task, upload);
  task.onAllSent();
  await task.waitForTurn();
  return completeUpload(task.song, upload.id, task.signal);
}

/**
 * Finishes an upload of which every part has arrived. Storage may take a while to put a large file together: asked again, as
 * long as that is what it says. @throws ApiError, AbortError.
 */
export async function completeUpload(song: SongAddress, uploadId: string, signal: AbortSignal): Promise<UploadView> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await callApi<UploadView>(`${uploadPath(song, uploadId)}/complete`, { method: "POST", signal });
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

export function uploadPath(song: SongAddress, uploadId: string): string {
  return `/api${songPath(song)}/uploads/${uploadId}`;
}

async function sendParts(task: UploadFile, upload: UploadView): Promise<void> {
  const isThere = await compareStored({ ...task, upload });
  task.onCompared();
  const sent = new Map([...isThere].map((number) => [number, partLength(upload, number)]));
  const tellSum = () => task.onProgress([...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  const tell = (number: number, sentBytes: number) => {
    sent.set(number, sentBytes);
    tellSum();
  };
  tellSum();
  const numbers = listParts(upload).filter((number) => !isThere.has(number));
  // The first failure stops the others: what is on its way would be sent for nothing.
  const stop = new AbortController();
  const signal = AbortSignal.any([task.signal, stop.signal]);
  const path = uploadPath(task.song, upload.id);
  const signer = createPartSigner({ ...task, signal, upload, path, numbers });
  const sendOne = async (number: number) => {
    await sendPart({ ...task, signal }, upload, signer, number, (sentBytes) => tell(number, sentBytes));
    tell(number, partLength(upload, number));
    task.onPartSent();
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

/** One retry with a fresh signature: a refusal may mean that it ran out, and some stores refuse without an answer. */
async function sendPart(
  task: UploadFile,
  upload: UploadView,
  signer: ReturnType<typeof createPartSigner>,
  number: number,
  onProgress: (sentBytes: number) => void,
): Promise<void> {
  const { signal } = task;
  for (let attempt = 1; ; attempt++) {
    const signed = attempt === 1 ? await signer.sign(number) : await signer.signAnew(number);
    const body = await readBody(task.file, upload, number);
    try {
      return await putPart({ ...signed, body, signal, onProgress });
    } catch (error) {
      onProgress(0);
      if (!(error instanceof PartError)) throw error;
      // What the browser could not read it could not send: it says no more than that it failed.
      if (error.status === 0) await assertReadable(task.file);
      if (attempt > 1) throw error;
    }
  }
}
