import { unlink } from "node:fs/promises";
import path from "node:path";
import { CompactedCopy, discardState } from "./compaction";
import { syncFolder } from "./durable-files";
import type { LogReport, StoredEvent } from "./event";
import { isSystemError, reportReadOnly, reportWriteFailure } from "./failures";
import { indexGroup, type StagedGroup, stageGroup, type WaitingAppend } from "./group";
import { closeSegments, describeState, type LogState } from "./log-state";
import { draftManifest, nameSegment, publishManifest } from "./manifest";
import { SegmentFile, SegmentWriteError } from "./segment";
import { TailJournal } from "./tail-journal";

interface WriterOptions {
  folder: string;
  maxSegmentBytes: number;
  onReport: (report: LogReport) => void;
}

/** What was appended during a compaction is copied beside further appends, until so few are left, or so often. */
const CATCH_UP_EVENTS = 200;
const CATCH_UP_ROUNDS = 20;

type RunAlone = <T>(job: () => Promise<T>) => Promise<T>;

/** Changes the files of a log. Its methods must run one after another: the queue sees to that. */
export class LogWriter {
  readonly #journal: TailJournal;
  #readOnlyCause: unknown;
  isReadOnly = false;

  constructor(
    public state: LogState,
    private readonly options: WriterOptions,
  ) {
    this.#journal = new TailJournal(options.folder);
  }

  /** Writes a group as a whole and answers each of its calls. */
  async writeGroup(calls: WaitingAppend[]): Promise<void> {
    try {
      if (this.isReadOnly) throw reportReadOnly(this.#readOnlyCause);
      const group = stageGroup(this.state, calls);
      for (const { call, error } of group.refusals) call.reject(error);
      await this.#commit(group);
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }

  async #commit(group: StagedGroup): Promise<void> {
    let segment = this.#getActive();
    if (group.bytes.length > 0) {
      const isFull = segment.sizeBytes > 0 && segment.sizeBytes + group.bytes.length > this.options.maxSegmentBytes;
      if (isFull) segment = await this.#rotate(segment);
      await this.#write(segment, group.bytes);
    }
    const startOffset = segment.sizeBytes - group.bytes.length;
    // A duplicate may have been written without a sync before: who asks for `fsync` gets it for that one too.
    if (group.needsSync && !segment.isDurable) await this.#syncOrTakeBack(segment, startOffset, group);
    indexGroup(this.state, group, startOffset);
    const durability = segment.isDurable ? "fsync" : "os";
    for (const { call, events } of group.answers) call.resolve({ events, durability });
  }

  /** What was not acknowledged should not come back after a restart, so it is cut off as well as the disk still can. */
  async #syncOrTakeBack(segment: SegmentFile, startOffset: number, group: StagedGroup): Promise<void> {
    try {
      if (!(await this.#keepInJournal(segment, startOffset, group))) await this.syncOrStop(segment);
    } catch (error) {
      await segment.cutBack(startOffset).catch((cause: unknown) => this.options.onReport({ kind: "read_only", cause }));
      throw error;
    }
  }

  /** Only lines that follow on durable ones: a journal that began behind a gap could not mend it. */
  async #keepInJournal(segment: SegmentFile, offset: number, { bytes, answers }: StagedGroup): Promise<boolean> {
    if (segment.durableBytes !== offset || !(await this.#journal.canTake(bytes.length))) return false;
    try {
      if (!(await this.#journal.add(segment.name, offset, bytes, answers.length === 1))) return false;
    } catch (error) {
      throw this.#stop(error);
    }
    segment.durableBytes = segment.sizeBytes;
    return true;
  }

  async #write(segment: SegmentFile, bytes: Buffer): Promise<void> {
    try {
      await segment.write(bytes);
    } catch (error) {
      if (!(error instanceof SegmentWriteError)) throw error;
      if (error.rollbackCause !== undefined) throw this.#stop(error);
      this.options.onReport({ kind: "write_rolled_back", bytes: bytes.length, cause: error.cause });
      throw reportWriteFailure(error.cause);
    }
  }

  async #rotate(full: SegmentFile): Promise<SegmentFile> {
    if (full.hasUnsynced) await this.syncOrStop(full);
    const { folder } = this.options;
    const name = nameSegment(this.state.generation, this.state.segments.length + 1);
    let next: SegmentFile;
    try {
      next = await createEmpty(folder, name, this.state.lastCrc);
    } catch (error) {
      this.options.onReport({ kind: "write_rolled_back", bytes: 0, cause: error });
      throw reportWriteFailure(error);
    }
    try {
      await draftManifest(folder, describeState({ ...this.state, segments: [...this.state.segments, next] }));
    } catch (error) {
      await next.handle.close();
      await unlink(path.join(folder, name));
      this.options.onReport({ kind: "write_rolled_back", bytes: 0, cause: error });
      throw reportWriteFailure(error);
    }
    try {
      await this.#publishOrStop();
    } catch (error) {
      // The file stays: the manifest that names it may be the one that a power cut would leave.
      await next.handle.close();
      throw error;
    }
    this.state.segments.push(next);
    return next;
  }

  /**
   * Keeps what `keep` wants, in new files, and changes over to them at one moment. The copy is made while others append; what
   * they append is kept unasked. Only the change itself runs alone. One compaction at a time: the log sees to that.
   */
  async compact(keep: (event: StoredEvent) => boolean, runAlone: RunAlone): Promise<void> {
    const { folder, maxSegmentBytes, onReport } = this.options;
    const { before, size } = await runAlone(async () => {
      if (this.isReadOnly) throw reportReadOnly(this.#readOnlyCause);
      return { before: this.state, size: this.state.index.size };
    });
    const copy = await CompactedCopy.create(folder, before, maxSegmentBytes).catch(toLogError);
    try {
      await copy.copyUpTo(size, keep);
      for (let round = 0; round < CATCH_UP_ROUNDS && copy.left > CATCH_UP_EVENTS; round++) {
        await copy.copyUpTo(before.index.size, () => true);
      }
      await copy.sync();
      await runAlone(() => this.#changeOver(copy));
    } catch (error) {
      // When the manifest's own fate is unknown, the next opening decides which files are left over.
      if (this.isReadOnly) await closeSegments(copy.next.segments);
      else await discardState(folder, copy.next);
      return toLogError(error);
    }
    // Reads that are under way hold the old handles until they are done; closing waits for them.
    await discardState(folder, before);
    await syncFolder(folder);
    const sizes = { bytesBefore: sumBytes(before), bytesAfter: sumBytes(copy.next) };
    const eventsDropped = before.index.size - copy.keptEvents;
    onReport({ kind: "compacted", eventsKept: copy.keptEvents, eventsDropped, ...sizes });
  }

  async #changeOver(copy: CompactedCopy): Promise<void> {
    if (this.isReadOnly) throw reportReadOnly(this.#readOnlyCause);
    await copy.complete();
    await this.#publishOrStop();
    this.state = copy.next;
  }

  /** @throws AppError unavailable/log_read_only; the log takes no more appends then. */
  async syncOrStop(segment: SegmentFile): Promise<void> {
    try {
      await segment.sync();
      this.#journal.restart();
    } catch (error) {
      throw this.#stop(error);
    }
  }

  /** Syncs what needs it, and lets go of the files. The log takes no more then. */
  async close(): Promise<void> {
    const segment = this.#getActive();
    try {
      if (segment.hasUnsynced && !this.isReadOnly) await this.syncOrStop(segment);
    } finally {
      await this.#journal.close(segment.hasUnsynced);
      await closeSegments(this.state.segments);
    }
  }

  async #publishOrStop(): Promise<void> {
    try {
      await publishManifest(this.options.folder);
    } catch (error) {
      throw this.#stop(error);
    }
  }

  #stop(cause: unknown): Error {
    this.isReadOnly = true;
    this.#readOnlyCause = cause;
    this.options.onReport({ kind: "read_only", cause });
    return reportReadOnly(cause);
  }

  #getActive(): SegmentFile {
    const segment = this.state.segments.at(-1);
    if (!segment) throw new Error("A log always has a segment to write to.");
    return segment;
  }
}

async function createEmpty(folder: string, name: string, startCrc: number): Promise<SegmentFile> {
  const segment = await SegmentFile.create(folder, name, startCrc);
  try {
    await segment.sync();
    await syncFolder(folder);
    return segment;
  } catch (error) {
    await segment.handle.close();
    await unlink(path.join(folder, name));
    throw error;
  }
}

function toLogError(error: unknown): never {
  if (error instanceof SegmentWriteError) throw reportWriteFailure(error.cause);
  throw isSystemError(error) ? reportWriteFailure(error) : error;
}

function sumBytes(state: LogState): number {
  return state.segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
}
