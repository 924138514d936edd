import type { Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type EventLog, type JsonValue, openEventLog, type StoredEvent } from "@/lib/event-log/log";
import { Meter } from "./meter";
import type { InngestEvent } from "./protocol";
import { RecordWriter } from "./record-writer";
import type { Change, Transition } from "./records";
import { applyTransition } from "./reduce";
import type { Report } from "./reports";
import { findDeadWork, forgetWork, hasOldWork } from "./retention";
import { createState, type State } from "./state";

/**
 * The state and the log it comes from. A transition changes the state at once, so that the next decision sees it, and
 * is acknowledged only when its record is on disk. A full disk makes records wait, and nothing new is taken meanwhile; any
 * other failure to write halts the server, since state and log would differ.
 */
export class Journal {
  readonly state: State;
  readonly meter = new Meter();
  /** Called after each commit, when its record is durable. */
  onCommitted: () => void = () => undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #haltedBy: Error | null = null;
  #blockedBy: string | null = null;
  #pruning: Promise<void> | undefined;
  readonly #writer: RecordWriter;

  private constructor(
    readonly log: EventLog,
    state: State,
    private readonly clock: Clock,
    private readonly onReport: Report,
  ) {
    this.state = state;
    this.#writer = new RecordWriter(log, (reason) => this.#setBlocked(reason));
  }

  /** Opens the folder's log, drops finished work that is past its retention, and rebuilds the state. */
  static async open(folder: string, clock: Clock, onReport: Report): Promise<Journal> {
    const log = await openEventLog(folder, { clock, onReport: (report) => onReport({ kind: "log", report }) });
    try {
      const state = createState();
      for await (const record of log.scan()) applyTransition(state, record.id, readTransition(record));
      const journal = new Journal(log, state, clock, onReport);
      await journal.prune(clock.now().getTime());
      return journal;
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  get isHalted(): boolean {
    return this.#haltedBy !== null;
  }

  /** Whether records wait for room on the disk. */
  get isBlocked(): boolean {
    return this.#blockedBy !== null;
  }

  /** Drops finished work that is past its retention from memory and log. One at a time. */
  prune(nowMs: number): Promise<void> {
    this.#pruning ??= this.#prune(nowMs).finally(() => {
      this.#pruning = undefined;
    });
    return this.#pruning;
  }

  /** Applies facts and resolves when they are durable. @throws AppError unavailable/engine_halted. */
  async commit(changes: Change[]): Promise<void> {
    const [first] = changes;
    if (first === undefined) return;
    this.requireRunning();
    const transition: Transition = { at: this.clock.now().getTime(), changes };
    const id = createId();
    applyTransition(this.state, id, transition);
    this.meter.count(changes, transition.at);
    const appended = this.#writer.write({ id, type: first.do, data: transition as unknown as JsonValue });
    this.#tail = appended.catch((error: unknown) => this.#halt(error));
    await appended;
    this.onCommitted();
  }

  /** Resolves when all that the state holds now is durable: nothing may leave this process before. */
  async flush(): Promise<void> {
    await this.#tail;
    this.requireRunning();
  }

  /** New work is refused while records wait for room: what is promised must be kept. @throws AppError unavailable. */
  requireRoom(): void {
    this.requireRunning();
    if (this.#blockedBy === null) return;
    throw new AppError("unavailable", "disk_full", `The event log can't be written now: ${this.#blockedBy}`);
  }

  requireRunning(): void {
    if (this.#haltedBy === null) return;
    throw new AppError("unavailable", "engine_halted", "The event log can't be written. Restart the server.", {
      cause: this.#haltedBy,
    });
  }

  /** The payload of an event, from the log. */
  async readEvent(eventId: string): Promise<InngestEvent | undefined> {
    const recordId = this.state.events.get(eventId)?.recordId;
    const change = recordId && (await this.#findChange(recordId, (one) => "id" in one && one.id === eventId));
    return change && change.do === "event.received" ? change.event : undefined;
  }

  /** A finished run's result, from the log. */
  async readOutput(runId: string): Promise<JsonValue | undefined> {
    const recordId = this.state.runs.get(runId)?.finishRecordId;
    const isFinish = (one: Change) => one.do === "run.finished" && one.runId === runId;
    const change = recordId && (await this.#findChange(recordId, isFinish));
    return change && change.do === "run.finished" ? change.output : undefined;
  }

  async close(): Promise<void> {
    this.#writer.close();
    await this.#tail;
    await this.#pruning;
    await this.log.close();
  }

  async #findChange(recordId: string, isWanted: (change: Change) => boolean): Promise<Change | undefined> {
    await this.#tail;
    const record = await this.log.read(recordId);
    return record && readTransition(record).changes.find(isWanted);
  }

  /** Out of memory first: nobody can ask for what is about to leave the log. */
  async #prune(nowMs: number): Promise<void> {
    if (!hasOldWork(this.state, nowMs)) return;
    await this.#tail;
    const dead = await findDeadWork(this.log, nowMs);
    if (dead.records === 0) return;
    forgetWork(this.state, dead);
    await this.log.compact(dead.isKept);
  }

  #setBlocked(reason: string | null): void {
    this.#blockedBy = reason;
    this.onReport(reason === null ? { kind: "log_unblocked" } : { kind: "log_blocked", reason });
    if (reason === null) this.onCommitted();
  }

  #halt(error: unknown): void {
    if (this.#haltedBy !== null) return;
    this.#haltedBy = error instanceof Error ? error : new Error(String(error));
    this.onReport({ kind: "halted", reason: this.#haltedBy.message });
  }
}

/** The log's own checksums vouch for the shape: only this server writes to this folder. */
export function readTransition(record: StoredEvent): Transition {
  return record.data as unknown as Transition;
}
