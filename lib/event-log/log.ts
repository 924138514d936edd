import { mkdir } from "node:fs/promises";
import { type Clock, systemClock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { AppendOptions, AppendResult, LogProgress, LogReport, LogStats, NewEvent, StoredEvent } from "./event";
import { encodeBody } from "./format";
import { lockFolder } from "./lock";
import { readPlace, scanEvents } from "./log-state";
import { type Recovered, recoverLog } from "./recovery";
import { SerialQueue } from "./serial-queue";
import { LogWriter } from "./writer";

export type {
  AppendOptions,
  AppendResult,
  JsonValue,
  LogProgress,
  LogReport,
  LogStats,
  NewEvent,
  StoredEvent,
} from "./event";

const DEFAULT_MAX_SEGMENT_BYTES = 64 * 1024 * 1024;

export interface EventLog {
  readonly folder: string;
  /**
   * Keeps events in the order given, each of them whole or not at all; after a crash the first few of an unanswered
   * call may be there. @throws AppError conflict/duplicate_event, invalid_input/bad_event, unavailable/log_write_failed
   * (nothing was kept, try again), log_read_only (restart), log_busy, log_closed.
   */
  append(events: NewEvent[], options?: AppendOptions): Promise<AppendResult>;
  read(id: string): Promise<StoredEvent | undefined>;
  has(id: string): boolean;
  /** In order of seq, from `fromSeq` on, including what is appended before the end is reached. */
  scan(fromSeq?: number): AsyncIterable<StoredEvent>;
  stats(): Promise<LogStats>;
  /**
   * Rewrites the log with those of its events that `keep` wants. Appends and reads go on; what is appended meanwhile is kept.
   * Numbers stay as given.
   */
  compact(keep: (event: StoredEvent) => boolean): Promise<void>;
  /**
   * Resolves when all that was asked before is done. From then on the folder's files stay as they are, appends and a
   * compaction wait, reads go on, until the function that it answers is called.
   */
  hold(): Promise<() => void>;
  /** Waits for what was asked, syncs, and gives the folder free. Safe to call twice. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** A segment that would grow beyond it is followed by a new one; a single group of events may be longer. */
  maxSegmentBytes?: number;
  clock?: Clock;
  onReport?: (report: LogReport) => void;
  /** How far opening is, after each piece of up to 256 KiB. */
  onProgress?: (progress: LogProgress) => void;
}

/**
 * Opens the log of a folder (made if missing) as its only writer.
 * @throws AppError unavailable/log_locked (another writer lives), log_damaged (segment, line and byte in `fields`).
 */
export async function openEventLog(folder: string, options: OpenOptions = {}): Promise<EventLog> {
  const clock = options.clock ?? systemClock;
  const onReport = options.onReport ?? (() => undefined);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(folder, onReport);
  try {
    const startedMs = performance.now();
    const recovered = await recoverLog(folder, clock.now(), onReport, options.onProgress);
    const maxSegmentBytes = options.maxSegmentBytes ?? DEFAULT_MAX_SEGMENT_BYTES;
    const log = new FolderLog(folder, recovered, unlock, clock, { folder, maxSegmentBytes, onReport });
    const { events, bytes } = await log.stats();
    onReport({ kind: "recovered", events, bytes, durationMs: performance.now() - startedMs });
    return log;
  } catch (error) {
    await unlock();
    throw error;
  }
}

const noop = () => undefined;

class FolderLog implements EventLog {
  readonly #writer: LogWriter;
  readonly #queue: SerialQueue;
  readonly #tornBytesDropped: number;
  #closing: Promise<void> | undefined;
  #compacting: Promise<void> | undefined;

  constructor(
    readonly folder: string,
    recovered: Recovered,
    private readonly unlock: () => Promise<void>,
    private readonly clock: Clock,
    options: ConstructorParameters<typeof LogWriter>[1],
  ) {
    this.#writer = new LogWriter(recovered.state, options);
    this.#queue = new SerialQueue((calls) => this.#writer.writeGroup(calls));
    this.#tornBytesDropped = recovered.tornBytesDropped;
  }

  async append(events: NewEvent[], options: AppendOptions = {}): Promise<AppendResult> {
    this.#requireOpen();
    const time = this.clock.now();
    const encoded = events.map((event) => ({ id: event.id, body: encodeBody(event, time) }));
    const bytes = encoded.reduce((sum, { body }) => sum + body.length, 0);
    const { durability = "fsync", onDuplicate = "refuse" } = options;
    return new Promise((resolve, reject) => {
      this.#queue.addAppend({ events: encoded, durability, onDuplicate, bytes, resolve, reject });
    });
  }

  async read(id: string): Promise<StoredEvent | undefined> {
    this.#requireOpen();
    const place = this.#writer.state.index.find(id);
    return place && readPlace(this.#writer.state, place);
  }

  has(id: string): boolean {
    return this.#writer.state.index.has(id);
  }

  scan(fromSeq = 0): AsyncIterable<StoredEvent> {
    return scanEvents(() => {
      this.#requireOpen();
      return this.#writer.state;
    }, fromSeq);
  }

  async stats(): Promise<LogStats> {
    this.#requireOpen();
    return this.#queue.runAlone(async () => {
      const { state, isReadOnly } = this.#writer;
      let bytes = 0;
      for (const segment of state.segments) bytes += (await segment.handle.stat()).size;
      return {
        events: state.index.size,
        bytes,
        indexedBytes: state.index.bytes,
        segments: state.segments.length,
        lastSeq: state.lastSeq,
        tornBytesDropped: this.#tornBytesDropped,
        isReadOnly,
      };
    });
  }

  async compact(keep: (event: StoredEvent) => boolean): Promise<void> {
    this.#requireOpen();
    const begin = () => this.#writer.compact(keep, (job) => this.#queue.runAlone(job));
    // At once when it can: what is appended after the asking is no part of it.
    const compacting = this.#compacting?.then(begin) ?? begin();
    const over = compacting.then(noop, noop).then(() => {
      if (this.#compacting === over) this.#compacting = undefined;
    });
    this.#compacting = over;
    await compacting;
  }

  async hold(): Promise<() => void> {
    this.#requireOpen();
    return new Promise((resolve, reject) => {
      const untilReleased = () => new Promise<void>((release) => resolve(release));
      this.#queue.runAlone(untilReleased).catch(reject);
    });
  }

  close(): Promise<void> {
    const finish = () => this.#queue.runAlone(() => this.#finish());
    this.#closing ??= this.#compacting?.then(finish) ?? finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    try {
      await this.#writer.close();
    } finally {
      await this.unlock();
    }
  }

  #requireOpen(): void {
    if (this.#closing) throw new AppError("unavailable", "log_closed", "The event log is closed.");
  }
}
