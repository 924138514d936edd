import { Heap } from "./heap";
import type { Job, Run } from "./state";

/** A due call, in the order: priority, then due time, then arrival. */
export interface ReadyCall {
  job: Job;
  run: Run;
  order: number;
}

function compareCalls(a: ReadyCall, b: ReadyCall): number {
  return b.run.priority - a.run.priority || a.job.dueAt - b.job.dueAt || a.order - b.order;
}

/** Due calls under their concurrency limits. What is over a limit is parked at its key and costs nothing there. */
export class ReadyQueue {
  readonly #ready = new Heap<ReadyCall>(compareCalls);
  readonly #parked = new Map<string, Heap<ReadyCall>>();
  readonly #runningByKey = new Map<string, number>();
  #order = 0;

  push(job: Job, run: Run): void {
    this.#ready.push({ job, run, order: this.#order++ });
  }

  get hasReady(): boolean {
    return this.#ready.size > 0;
  }

  /** Takes the first call that is within all of its limits, and occupies a place of each until `release`. */
  take(): ReadyCall | undefined {
    for (let call = this.#ready.pop(); call !== undefined; call = this.#ready.pop()) {
      const fullKey = call.run.concurrency.find(({ key, limit }) => this.#countRunning(key) >= limit)?.key;
      if (fullKey === undefined) {
        for (const { key } of call.run.concurrency) this.#runningByKey.set(key, this.#countRunning(key) + 1);
        return call;
      }
      this.#park(fullKey, call);
    }
    return undefined;
  }

  release(call: ReadyCall): void {
    for (const { key } of call.run.concurrency) {
      const left = this.#countRunning(key) - 1;
      if (left > 0) this.#runningByKey.set(key, left);
      else this.#runningByKey.delete(key);
      this.#unpark(key);
    }
  }

  #countRunning(key: string): number {
    return this.#runningByKey.get(key) ?? 0;
  }

  #park(fullKey: string, call: ReadyCall): void {
    const heap = this.#parked.get(fullKey) ?? new Heap<ReadyCall>(compareCalls);
    this.#parked.set(fullKey, heap);
    heap.push(call);
    // It may have been called up from another of its keys, where there is still room for the next one.
    for (const { key, limit } of call.run.concurrency) {
      if (key !== fullKey && this.#countRunning(key) < limit) this.#unpark(key);
    }
  }

  #unpark(key: string): void {
    const heap = this.#parked.get(key);
    const call = heap?.pop();
    if (heap?.size === 0) this.#parked.delete(key);
    if (call !== undefined) this.#ready.push(call);
  }
}
