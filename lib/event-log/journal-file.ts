import fs, { constants } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import path from "node:path";
import { syncFolder } from "./durable-files";
import { readSystemCode } from "./failures";
import { JOURNAL_BLOCK_BYTES, JOURNAL_BYTES, JOURNAL_FILE } from "./journal-record";

const SYNCED = constants.O_RDWR | constants.O_DSYNC;

/**
 * A file whose size never changes, each write of which is on the disk when it is answered: past the system's cache where
 * the disk takes it, since a page of the cache would be filled and written as a whole for a few hundred bytes.
 */
export class JournalFile {
  private constructor(
    private readonly handle: FileHandle,
    /** What is written begins and ends at a multiple of it. */
    readonly blockBytes: number,
  ) {}

  /**
   * Filled with zeros: room that is only set aside would still have to be entered in the file system's books.
   * @param probe some of the memory that writes will come from: whether it suits the disk only a try tells.
   */
  static async create(folder: string, probe: Buffer): Promise<JournalFile> {
    const name = path.join(folder, JOURNAL_FILE);
    const handle = await open(name, SYNCED | constants.O_CREAT | constants.O_TRUNC, 0o600);
    try {
      await handle.writeFile(Buffer.alloc(JOURNAL_BYTES));
      await syncFolder(folder);
      const direct = await openDirect(name, probe);
      if (!direct) return new JournalFile(handle, 1);
      await handle.close();
      return new JournalFile(direct, JOURNAL_BLOCK_BYTES);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** @returns how many bytes it took, in the caller's thread. */
  writeInline(bytes: Buffer, position: number): number {
    return fs.writeSync(this.handle.fd, bytes, 0, bytes.length, position);
  }

  /** @returns how many bytes it took. */
  async write(bytes: Buffer, position: number): Promise<number> {
    return (await this.handle.write(bytes, 0, bytes.length, position)).bytesWritten;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** Undefined where the system, the file system or the disk has no such way. */
async function openDirect(name: string, probe: Buffer): Promise<FileHandle | undefined> {
  if (constants.O_DIRECT === undefined) return undefined;
  let handle: FileHandle | undefined;
  try {
    handle = await open(name, SYNCED | constants.O_DIRECT);
    await handle.write(probe.fill(0, 0, JOURNAL_BLOCK_BYTES), 0, JOURNAL_BLOCK_BYTES, 0);
    return handle;
  } catch (error) {
    await handle?.close();
    if (readSystemCode(error) === undefined) throw error;
    return undefined;
  }
}

/** @returns once it is gone; that there was none is fine. */
export async function removeJournal(folder: string): Promise<void> {
  await rm(path.join(folder, JOURNAL_FILE), { force: true });
}
