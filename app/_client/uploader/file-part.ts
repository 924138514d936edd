import type { UploadView } from "@/lib/domains/uploads/schema";
import { FileGoneError } from "./file-error";
import { orSilence, SilenceError } from "./silence";

/** A disk that spins up, or a folder over the network, takes a while; a read that gives nothing for so long never will. */
const READ_WITHIN_MS = 10_000;

export type PartPlan = Pick<UploadView, "partSizeBytes" | "sizeBytes" | "partCount">;

export function listParts(plan: PartPlan): number[] {
  return Array.from({ length: plan.partCount }, (_, index) => index + 1);
}

export function partLength(plan: PartPlan, number: number): number {
  return Math.min(plan.partSizeBytes, plan.sizeBytes - (number - 1) * plan.partSizeBytes);
}

function slicePart(file: File, plan: PartPlan, number: number): Blob {
  const start = (number - 1) * plan.partSizeBytes;
  return file.slice(start, start + partLength(plan, number));
}

/** Bytes of a part. @throws FileGoneError when the file was moved, changed, or its disk pulled out. */
async function readPart(file: File, plan: PartPlan, number: number): Promise<ArrayBuffer> {
  const bytes = await slicePart(file, plan, number).arrayBuffer().catch(throwGone);
  if (bytes.byteLength === partLength(plan, number)) return bytes;
  throw tooShort();
}

/**
 * A part as it is sent. A piece of the file, which the browser reads as it goes: none of it is in the page's memory. Safari, and all
 * browsers of iOS, stall on such bodies: there it is bytes. @throws FileGoneError.
 */
export async function readBody(file: File, plan: PartPlan, number: number): Promise<Blob | ArrayBuffer> {
  const sendsPieces = /(Chrome|Chromium|Firefox)\//.test(navigator.userAgent);
  return sendsPieces ? slicePart(file, plan, number) : await readPart(file, plan, number);
}

/**
 * Bytes of a part, read into `buffer` where the browser can, which moves it: the answer's own is the one to go on with. What
 * browsers read into memory of their own they give back late: hashing 400 MB grew a page by 217, and by 68 in this way. Chromium
 * has been seen to leave such a read without an answer for ever; then the part is read in the plain way. @throws FileGoneError.
 */
export async function readPartInto(buffer: ArrayBuffer, file: File, plan: PartPlan, number: number) {
  const reader = openReader(slicePart(file, plan, number));
  if (!reader) return new Uint8Array(await readPart(file, plan, number));
  try {
    return await readWith(reader, buffer, partLength(plan, number));
  } catch (error) {
    if (!(error instanceof SilenceError)) throw error;
    // The buffer went with the read that has no answer.
    void reader.cancel().catch(() => undefined);
    return new Uint8Array(await readPart(file, plan, number));
  }
}

async function readWith(reader: ReadableStreamBYOBReader, buffer: ArrayBuffer, length: number) {
  let bytes = new Uint8Array(buffer.byteLength < length ? new ArrayBuffer(length) : buffer);
  for (let at = 0; at < length; ) {
    const { value } = await orSilence(reader.read(bytes.subarray(at, length)).catch(throwGone), READ_WITHIN_MS);
    if (!value?.byteLength) throw tooShort();
    bytes = new Uint8Array(value.buffer);
    at += value.byteLength;
  }
  return bytes.subarray(0, length);
}

/** Null where a file can't be read into a buffer of one's own. */
function openReader(part: Blob): ReadableStreamBYOBReader | null {
  try {
    return part.stream().getReader({ mode: "byob" });
  } catch {
    return null;
  }
}

/** @throws FileGoneError when what was chosen can't be read any more: the browser tells no reason when it can't send it. */
export async function assertReadable(file: File): Promise<void> {
  await file.slice(0, 1).arrayBuffer().catch(throwGone);
}

function throwGone(cause: unknown): never {
  throw new FileGoneError("The file can't be read.", { cause });
}

function tooShort(): FileGoneError {
  return new FileGoneError("The file is shorter than it was.");
}
