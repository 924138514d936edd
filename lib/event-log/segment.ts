import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";

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

/** One file of the log. `sizeBytes` is the end of the last good line: what lies behind it was never acknowledged. */
export class SegmentFile {
  sizeBytes = 0;
  /** Written, but not yet known to be on the disk. */
  hasUnsynced = false;

  private constructor(
    readonly name: string,
    readonly startCrc: number,
    readonly handle: FileHandle,
  ) {}

  static async create(folder: string, name: string, startCrc: number): Promise<SegmentFile> {
    return new SegmentFile(name, startCrc, await open(path.join(folder, name), "wx+", 0o600));
  }

  static async open(folder: string, name: string, startCrc: number): Promise<SegmentFile> {
    return new SegmentFile(name, startCrc, await open(path.join(folder, name), "r+"));
  }

  /** Puts bytes behind the last good line, all of them or none. @throws SegmentWriteError */
  async write(bytes: Buffer): Promise<void> {
    this.hasUnsynced = true;
    try {
      let written = 0;
      // A full disk shows as a short count without an error; only asking for the rest tells why.
      while (written < bytes.length) {
        const step = await this.handle.write(bytes, written, bytes.length - written, this.sizeBytes + written);
        if (step.bytesWritten === 0) throw new Error("The disk took no bytes.");
        written += step.bytesWritten;
      }
    } catch (error) {
      await this.cutBack(this.sizeBytes).catch((cutError: unknown) => {
        throw new SegmentWriteError(error, cutError);
      });
      throw new SegmentWriteError(error);
    }
    this.sizeBytes += bytes.length;
  }

  /** Removes everything behind a line's end. */
  async cutBack(sizeBytes: number): Promise<void> {
    await this.handle.truncate(sizeBytes);
    this.sizeBytes = sizeBytes;
  }

  /** Never call it again after it failed: the kernel may have dropped the pages and answer "done" (USENIX ATC '20). */
  async sync(): Promise<void> {
    await this.handle.datasync();
    this.hasUnsynced = false;
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const step = await this.handle.read(bytes, filled, length - filled, offset + filled);
      if (step.bytesRead === 0) break;
      filled += step.bytesRead;
    }
    return bytes.subarray(0, filled);
  }
}
