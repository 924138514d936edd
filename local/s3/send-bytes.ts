import type { FileHandle } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import type { BucketFolder } from "./bucket-folder";
import type { ByteRange } from "./byte-range";
import type { ObjectRecord } from "./object-record";
import { openExtent } from "./object-store";

const bufferBytes = 512 * 1024;

/**
 * Sends a range of an object: while one buffer travels, the next is filled. The two are all the memory it takes, however
 * long the object is. @throws when the reader is gone, or the file ends early.
 */
export async function sendBytes(
  response: ServerResponse,
  bucket: BucketFolder,
  record: ObjectRecord,
  range: ByteRange,
): Promise<void> {
  const sender = new ByteSender(response, range.last - range.first + 1);
  let offset = 0;
  for (const extent of record.extents) {
    const start = Math.max(range.first - offset, 0);
    const end = Math.min(range.last - offset, extent.sizeBytes - 1);
    offset += extent.sizeBytes;
    if (start > end) continue;
    const handle = await openExtent(bucket, extent.file);
    try {
      await sender.send(handle, start, end);
    } finally {
      await handle.close();
    }
  }
  await sender.finish();
}

class ByteSender {
  readonly #response: ServerResponse;
  #idle: Buffer;
  #busy: Buffer;
  #travelling: Promise<void> = Promise.resolve();

  constructor(response: ServerResponse, sizeBytes: number) {
    this.#response = response;
    const size = Math.max(1, Math.min(bufferBytes, sizeBytes));
    this.#idle = Buffer.allocUnsafeSlow(size);
    this.#busy = Buffer.allocUnsafeSlow(size);
  }

  async send(handle: FileHandle, start: number, end: number): Promise<void> {
    for (let at = start; at <= end; ) {
      const { bytesRead } = await handle.read(this.#idle, 0, Math.min(this.#idle.length, end - at + 1), at);
      if (bytesRead === 0) throw new Error("An object's file is shorter than its record says.");
      at += bytesRead;
      await this.#travelling;
      [this.#idle, this.#busy] = [this.#busy, this.#idle];
      this.#travelling = write(this.#response, this.#busy.subarray(0, bytesRead));
      // Awaited at the next turn; until then a failure is nobody's.
      this.#travelling.catch(() => undefined);
    }
  }

  async finish(): Promise<void> {
    await this.#travelling;
  }
}

/** Resolves when the bytes are with the system, so that their buffer may be used again. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(new Error("The reader is gone."));
    if (response.destroyed) return leave();
    response.once("close", leave);
    response.write(bytes, (error) => {
      response.off("close", leave);
      if (error) reject(error);
      else resolve();
    });
  });
}
