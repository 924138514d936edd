import type { Storage } from "./storage";

/** Storages want all parts but the last of one size. Ten thousand of them are the most there may be. */
export const STREAM_PART_BYTES = 16 * 1024 * 1024;
/** On the way at once, at most; while one is being filled, one less. */
const IN_FLIGHT = 2;

type Parts = Pick<Storage, "createMultipart" | "putPart" | "completeMultipart" | "abortMultipart">;

export interface StreamTarget {
  key: string;
  contentType: string;
  /** Told the storage's id of the upload before the first part, so that somebody else can end it. */
  onBegun: (storageId: string) => Promise<void>;
  /** Told after each part how many bytes have arrived. What it throws ends the writing. */
  onArrived: (bytes: number) => Promise<void>;
}

/**
 * Writes an object of any length, part by part, with no more than a few parts in memory. Answers its length. Whatever goes wrong,
 * the upload is given up and nothing is there.
 */
export async function writeStream(
  storage: Parts,
  target: StreamTarget,
  chunks: AsyncIterable<Uint8Array>,
): Promise<number> {
  const { key, contentType, onBegun, onArrived } = target;
  const storageId = await storage.createMultipart(key, contentType);
  try {
    await onBegun(storageId);
    const sender = new PartSender((number, bytes) => storage.putPart(key, storageId, number, bytes), onArrived);
    for await (const part of cutParts(chunks)) await sender.send(part);
    const parts = await sender.finish();
    const completion = await storage.completeMultipart(key, storageId, parts);
    if (completion !== "completed") throw new Error(`storage ${completion} the parts of an object that was written`);
    return sender.arrivedBytes;
  } catch (error) {
    await storage.abortMultipart(key, storageId);
    throw error;
  }
}

type Part = Awaited<ReturnType<Storage["putPart"]>>;

class PartSender {
  arrivedBytes = 0;
  private readonly sent: Promise<Part>[] = [];

  constructor(
    private readonly put: (number: number, bytes: Uint8Array) => Promise<Part>,
    private readonly onArrived: (bytes: number) => Promise<void>,
  ) {}

  async send(bytes: Uint8Array): Promise<void> {
    const sending = this.put(this.sent.length + 1, bytes).then((part) => {
      this.arrivedBytes += bytes.byteLength;
      return part;
    });
    sending.catch(() => undefined);
    this.sent.push(sending);
    if (this.sent.length < IN_FLIGHT) return;
    await this.sent.at(-IN_FLIGHT);
    await this.onArrived(this.arrivedBytes);
  }

  async finish(): Promise<Part[]> {
    const parts = await Promise.all(this.sent);
    await this.onArrived(this.arrivedBytes);
    return parts;
  }
}

/**
 * Parts of one size, the last one smaller; one that is empty where there is nothing at all. There are as many buffers as parts on
 * the way: when the next part is asked for, the one that was sent before the last has arrived, and its buffer is filled anew.
 */
async function* cutParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const buffers = Array.from({ length: IN_FLIGHT }, () => Buffer.alloc(0));
  const take = (number: number) => {
    const index = number % IN_FLIGHT;
    const known = buffers[index];
    return known?.byteLength ? known : (buffers[index] = Buffer.allocUnsafe(STREAM_PART_BYTES));
  };
  let part = take(0);
  let [filled, count] = [0, 0];
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.byteLength; ) {
      const taken = Math.min(chunk.byteLength - at, STREAM_PART_BYTES - filled);
      part.set(chunk.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < STREAM_PART_BYTES) continue;
      yield part;
      count++;
      part = take(count);
      filled = 0;
    }
  }
  if (filled > 0 || count === 0) yield part.subarray(0, filled);
}
