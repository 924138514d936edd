import fs, { constants } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import path from "node:path";
import { syncFolder } from "./durable-files";
import { readSystemCode } from "./failures";
import { InlineIo } from "./inline-io";
import { encodeRecord, JOURNAL_BYTES, JOURNAL_FILE, measureRecord } from "./journal-record";

/** Many small appends are what it is for; a bigger one gains nothing by being written twice. */
const MAX_LINES_BYTES = 64 * 1024;
/** A log that is opened for a few appends only is not worth a file. */
const SYNCS_BEFORE = 16;
/** A sync that takes half a millisecond is worth a thread of its own. */
const io = new InlineIo(0.5);
const FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | constants.O_DSYNC;

/**
 * The newest synced lines a second time, in a file whose size never changes. To sync a growing file, the file system
 * has to write its own books as well; overwriting needs the bytes alone, which takes little more than half as long. The
 * segment gets the same bytes first, and is synced when the journal is full.
 */
export class TailJournal {
  #handle: FileHandle | undefined;
  #position = 0;
  /** Where the last record's lines end: the next must follow on them, or begin a round. */
  #end = { segment: "", offset: 0 };
  #syncs = 0;
  #isGivenUp = constants.O_DSYNC === undefined;

  constructor(private readonly folder: string) {}

  /** Whether `add` may be called for lines of this size; otherwise the segment is to be synced. */
  async canTake(linesBytes: number): Promise<boolean> {
    if (this.#isGivenUp || linesBytes === 0 || linesBytes > MAX_LINES_BYTES) return false;
    this.#syncs += 1;
    if (this.#syncs <= SYNCS_BEFORE) return false;
    this.#handle ??= await this.#create();
    return this.#handle !== undefined && this.#position + measureRecord(linesBytes) <= JOURNAL_BYTES;
  }

  /**
   * Keeps lines that the segment holds from `offset` on. What is before them must be durable: by the last call of this,
   * or because the segment was synced. Who `isAlone` gains by not waiting for a thread; many gain by gathering meanwhile.
   * @returns false when there was no room for them after all. Any other failure is one of a sync and is thrown.
   */
  async add(segment: string, offset: number, lines: Buffer, isAlone: boolean): Promise<boolean> {
    const record = encodeRecord(segment, offset, lines);
    if (segment !== this.#end.segment || offset !== this.#end.offset) this.#position = 0;
    try {
      this.#isGivenUp = (await this.#write(record, isAlone)) !== record.length;
    } catch (error) {
      if (readSystemCode(error) !== "ENOSPC") throw error;
      // Where files are never overwritten in place, even these may find no room.
      this.#isGivenUp = true;
    }
    this.#position += record.length;
    this.#end = { segment, offset: offset + lines.length };
    return !this.#isGivenUp;
  }

  async #write(record: Buffer, isAlone: boolean): Promise<number> {
    const [handle, position] = [this.#handle, this.#position];
    if (!handle) throw new Error("A journal is there before it is written.");
    if (isAlone && io.canRun(record.length)) {
      return io.run(() => fs.writeSync(handle.fd, record, 0, record.length, position));
    }
    return (await handle.write(record, 0, record.length, position)).bytesWritten;
  }

  /** To be called after the segment was synced: what is in the journal is on the disk by itself now. */
  restart(): void {
    this.#position = 0;
  }

  /** @param isNeeded whether the segment still lacks a sync: the file stays for the next start then. */
  async close(isNeeded: boolean): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    if (!isNeeded) await removeJournal(this.folder);
  }

  /** Filled with zeros: room that is only set aside would still have to be entered in the books. */
  async #create(): Promise<FileHandle | undefined> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path.join(this.folder, JOURNAL_FILE), FLAGS, 0o600);
      await handle.writeFile(Buffer.alloc(JOURNAL_BYTES));
      await syncFolder(this.folder);
      return handle;
    } catch (error) {
      await handle?.close();
      if (readSystemCode(error) === undefined) throw error;
      // The log works without; what keeps it from being made will show where it matters.
      this.#isGivenUp = true;
      return undefined;
    }
  }
}

/** @returns once it is gone; that there was none is fine. */
export async function removeJournal(folder: string): Promise<void> {
  await rm(path.join(folder, JOURNAL_FILE), { force: true });
}
