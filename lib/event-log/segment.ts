import fs from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { setImmediate as waitOneTurn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { INLINE_MAX_BYTES, InlineIo, watchDiskReads } from "./inline-io";

/** A write that did not happen. With a `rollbackCause` the file could not be cut back to its last good byte either. */
export class SegmentWriteError extends Error {
  override readonly name = "SegmentWriteError";

  constructor(
    cause: unknown,
    readonly rollbackCause?: unknown,
  ) {
    super("The segment could not be written.", { cause });
  }
}

const reads = new InlineIo(2, watchDiskReads());
const writes = new InlineIo(2);
const inlineBuffer = Buffer.allocUnsafeSlow(INLINE_MAX_BYTES);

/** One file of the log. `sizeBytes` is the end of the last good line: what lies behind it was never acknowledged. */
export class SegmentFile {
  sizeBytes = 0;
  /** CRC-32 over the first `sizeBytes` bytes. */
  contentCrc = 0;
  /** Up to where it is known to be on the disk, in this file. */
  syncedBytes = 0;
  /** Up to where a power cut would take nothing: what is synced, and what the tail journal holds. */
  durableBytes = 0;

  private constructor(
    readonly name: string,
    readonly startCrc: number,
    readonly handle: FileHandle,
  ) {}

  static async create(folder: string, name: string, startCrc: number): Promise<SegmentFile> {
    return new SegmentFile(name, startCrc, await open(path.join(folder, name), "wx+", 0o600));
  }

  /** For writing unless `isReadOnly`. */
  static async open(folder: string, name: string, startCrc: number, isReadOnly = false): Promise<SegmentFile> {
    return new SegmentFile(name, startCrc, await open(path.join(folder, name), isReadOnly ? "r" : "r+"));
  }

  /** Puts bytes behind the last good line, all of them or none. @throws SegmentWriteError */
  async write(bytes: Buffer): Promise<void> {
    try {
      let written = 0;
      // A full disk shows as a short count without an error; only asking for the rest tells why.
      while (written < bytes.length) {
        const step = await this.#writeSome(bytes, written);
        if (step === 0) throw new Error("The disk took no bytes.");
        written += step;
      }
    } catch (error) {
      await this.#takeBack().catch((cutError: unknown) => {
        throw new SegmentWriteError(error, cutError);
      });
      throw new SegmentWriteError(error);
    }
    this.sizeBytes += bytes.length;
    this.contentCrc = crc32(bytes, this.contentCrc);
  }

  async #writeSome(bytes: Buffer, from: number): Promise<number> {
    const length = bytes.length - from;
    const position = this.sizeBytes + from;
    if (writes.canRun(length)) return writes.run(() => fs.writeSync(this.handle.fd, bytes, from, length, position));
    return (await this.handle.write(bytes, from, length, position)).bytesWritten;
  }

  /** Synced, too: whoever was told that nothing was kept must not find some of it after a power cut. */
  async #takeBack(): Promise<void> {
    await this.handle.truncate(this.sizeBytes);
    await this.sync();
  }

  /** Removes everything behind a line's end. The file takes no more lines then: its checksum is that of the longer one. */
  async cutBack(sizeBytes: number): Promise<void> {
    await this.handle.truncate(sizeBytes);
    this.sizeBytes = sizeBytes;
  }

  /** Never call it again after it failed: the kernel may have dropped the pages and answer "done" (USENIX ATC '20). */
  async sync(): Promise<void> {
    const sizeBytes = this.sizeBytes;
    await this.handle.datasync();
    this.syncedBytes = sizeBytes;
    this.durableBytes = sizeBytes;
  }

  get hasUnsynced(): boolean {
    return this.syncedBytes < this.sizeBytes;
  }

  get isDurable(): boolean {
    return this.durableBytes === this.sizeBytes;
  }

  /** The bytes from `offset` on, fewer at the end of the file. */
  async read(offset: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const added = await this.readInto(bytes, filled, length - filled, offset + filled);
      if (added === 0) break;
      filled += added;
    }
    return bytes.subarray(0, filled);
  }

  /** @returns how many bytes came, 0 at the end of the file. */
  async readInto(buffer: Buffer, at: number, length: number, position: number): Promise<number> {
    if (reads.canRun(length)) {
      // At once: a compaction may close the file in the next turn. That turn is given before the next piece is asked for.
      const bytesRead = reads.run(() => fs.readSync(this.handle.fd, buffer, at, length, position));
      await waitOneTurn();
      return bytesRead;
    }
    return (await this.handle.read(buffer, at, length, position)).bytesRead;
  }

  /** A short piece at once, in a buffer that the next call uses again; undefined when it should be read by `read`. */
  readInline(offset: number, length: number): Buffer | undefined {
    if (!reads.canRun(length)) return undefined;
    const bytesRead = reads.run(() => fs.readSync(this.handle.fd, inlineBuffer, 0, length, offset));
    return inlineBuffer.subarray(0, bytesRead);
  }
}
