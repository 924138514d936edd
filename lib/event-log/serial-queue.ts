import { AppError } from "@/lib/core/errors";
import type { WaitingAppend } from "./group";

const MAX_GROUP_BYTES = 8 * 1024 * 1024;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** How long one who appends alone may keep everything else of the process waiting. */
const MAX_MS_WITHOUT_TURN = 1;

type Task = { kind: "append"; call: WaitingAppend } | { kind: "job"; run: () => Promise<void> };

/**
 * The append lock: one thing at a time, in the order of asking. Appends that wait beside each other are handed over as
 * one group, so that the slower the disk, the more of them share a sync.
 */
export class SerialQueue {
  #tasks: Task[] = [];
  #waitingBytes = 0;
  #lastTurnMs = 0;
  #running: Promise<void> | undefined;

  constructor(private readonly writeGroup: (calls: WaitingAppend[]) => Promise<void>) {}

  /** @throws AppError unavailable/log_busy when the disk is so slow that 64 MiB wait already. */
  addAppend(call: WaitingAppend): void {
    if (this.#waitingBytes + call.bytes > MAX_WAITING_BYTES && this.#waitingBytes > 0) {
      throw new AppError(
        "unavailable",
        "log_busy",
        "The disk is slower than the events that arrive. Try again shortly.",
        {
          retryAfterSec: 1,
        },
      );
    }
    this.#waitingBytes += call.bytes;
    this.#add({ kind: "append", call });
  }

  /** Runs a job when everything asked for before it is done, with nothing beside it. */
  runAlone<T>(job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#add({ kind: "job", run: () => job().then(resolve, reject) });
    });
  }

  #add(task: Task): void {
    this.#tasks.push(task);
    this.#running ??= this.#drain();
  }

  async #drain(): Promise<void> {
    await this.#takeTurn();
    for (let first = this.#tasks[0]; first; first = this.#tasks[0]) {
      if (first.kind === "job") {
        this.#tasks.shift();
        await first.run();
        await this.#takeTurn();
      } else {
        const calls = this.#takeGroup();
        await this.writeGroup(calls);
        await (calls.length === 1 ? this.#awaitNextOfOne() : this.#takeTurn());
      }
    }
    this.#running = undefined;
  }

  /** A turn of the event loop lets those who were just answered, or who ask at the same time, join the next group. */
  async #takeTurn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#lastTurnMs = performance.now();
  }

  /** One who appends alone, and asks again on the answer, need not wait for others at each step: they get a turn in time. */
  async #awaitNextOfOne(): Promise<void> {
    if (performance.now() - this.#lastTurnMs < MAX_MS_WITHOUT_TURN)
      await new Promise<void>((resolve) => process.nextTick(resolve));
    if (this.#tasks.length !== 1 || performance.now() - this.#lastTurnMs >= MAX_MS_WITHOUT_TURN) await this.#takeTurn();
  }

  #takeGroup(): WaitingAppend[] {
    const calls: WaitingAppend[] = [];
    let bytes = 0;
    for (const task of this.#tasks) {
      if (task.kind !== "append" || (calls.length > 0 && bytes + task.call.bytes > MAX_GROUP_BYTES)) break;
      calls.push(task.call);
      bytes += task.call.bytes;
    }
    this.#tasks = this.#tasks.slice(calls.length);
    this.#waitingBytes -= bytes;
    return calls;
  }
}
