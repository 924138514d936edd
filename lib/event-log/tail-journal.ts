import { constants } from "node:fs";
import { readSystemCode } from "./failures";
import { InlineIo } from "./inline-io";
import { JournalFile, removeJournal } from "./journal-file";
import { encodeRecord, JOURNAL_BLOCK_BYTES, JOURNAL_BYTES, measureRecord } from "./journal-record";

/** Many small appends are what it is for; a bigger one gains nothing by being written twice. */
const MAX_LINES_BYTES = 64 * 1024;
/** A log that is opened for a few appends only is not worth a file. */
const SYNCS_BEFORE = 16;
/** A sync that takes half a millisecond is worth a thread of its own. */
const io = new InlineIo(0.5);
const MAX_RECORD_BYTES = measureRecord(MAX_LINES_BYTES, JOURNAL_BLOCK_BYTES);

/**
 * The newest synced lines a second time, in a file whose size never changes. To sync a growing file, the file system
 * has to write its own books as well; overwriting needs the bytes alone, which takes little more than half as long. The
 * segment gets the same bytes first, and is synced when the journal is full.
 */
export class TailJournal {
  #file: JournalFile | undefined;
  /** Memory whose size may change begins at a page, as writing past the system's cache asks for. */
  #buffer = Buffer.alloc(0);
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
    this.#file ??= await this.#create();
    return (
      this.#file !== undefined && this.#position + measureRecord(linesBytes, this.#file.blockBytes) <= JOURNAL_BYTES
    );
  }

  /**
   * Keeps lines that the segment holds from `offset` on. What is before them must be durable: by the last call of this,
   * or because the segment was synced. Who `isAlone` gains by not waiting for a thread; many gain by gathering meanwhile.
   * @returns false when there was no room for them after all. Any other failure is one of a sync and is thrown.
   */
  async add(segment: string, offset: number, lines: Buffer, isAlone: boolean): Promise<boolean> {
    const file = this.#file;
    if (!file) throw new Error("A journal is there before it is written.");
    const record = encodeRecord({ segment, offset, lines }, this.#buffer, file.blockBytes);
    if (segment !== this.#end.segment || offset !== this.#end.offset) this.#position = 0;
    try {
      this.#isGivenUp = (await this.#write(file, record, isAlone)) !== record.length;
    } catch (error) {
      if (readSystemCode(error) !== "ENOSPC") throw error;
      // Where files are never overwritten in place, even these may find no room.
      this.#isGivenUp = true;
    }
    this.#position += record.length;
    this.#end = { segment, offset: offset + lines.length };
    return !this.#isGivenUp;
  }

  async #write(file: JournalFile, record: Buffer, isAlone: boolean): Promise<number> {
    const position = this.#position;
    if (isAlone && io.canRun(record.length)) return io.run(() => file.writeInline(record, position));
    return file.write(record, position);
  }

  /** To be called after the segment was synced: what is in the journal is on the disk by itself now. */
  restart(): void {
    this.#position = 0;
  }

  /** @param isNeeded whether the segment still lacks a sync: the file stays for the next start then. */
  async close(isNeeded: boolean): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    if (!isNeeded) await removeJournal(this.folder);
  }

  async #create(): Promise<JournalFile | undefined> {
    this.#buffer = Buffer.from(
      new ArrayBuffer(MAX_RECORD_BYTES, { maxByteLength: MAX_RECORD_BYTES }),
      0,
      MAX_RECORD_BYTES,
    );
    try {
      return await JournalFile.create(this.folder, this.#buffer);
    } catch (error) {
      if (readSystemCode(error) === undefined) throw error;
      // The log works without; what keeps it from being made will show where it matters.
      this.#isGivenUp = true;
      return undefined;
    }
  }
}
