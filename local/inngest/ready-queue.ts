import { Heap } from "./heap";
import { ParkedCalls } from "./parked-calls";
import { compareCalls, type ReadyCall } from "./ready-call";
import type { Job, Run } from "./state";

interface Line {
  waiting: Heap<ReadyCall>;
  running: number;
  lastTaken: number;
}

/**
 * Due calls, a line for each function, under their concurrency limits. The lines take turns, so that the backlog of one
 * function does not delay the others. What is over a limit is parked at its key and costs nothing there.
 */
export class ReadyQueue {
  readonly #lines = new Map<string, Line>();
  readonly #parked = new ParkedCalls();
  readonly #runningByKey = new Map<string, number>();
  #order = 0;
  #taken = 0;

  push(job: Job, run: Run): void {
    this.#line(run.functionId).waiting.push({ job, run, order: this.#order++ });
  }

  /** Puts a call back where it was. */
  pushBack(call: ReadyCall): void {
    this.#line(call.run.functionId).waiting.push(call);
  }

  countRunning(functionId: string): number {
    return this.#lines.get(functionId)?.running ?? 0;
  }

  /** Calls that are due in the functions that a rule picks. */
  countReady(isPicked: (functionId: string) => boolean): number {
    let count = 0;
    for (const [id, { waiting }] of this.#lines) if (waiting.size > 0 && isPicked(id)) count += waiting.size;
    return count;
  }

  /** Takes the next call of the functions that may run, within all of its limits, and occupies its places until `release`. */
  take(mayRun: (functionId: string) => boolean): ReadyCall | undefined {
    for (let line = this.#pickLine(mayRun); line !== undefined; line = this.#pickLine(mayRun)) {
      const call = line.waiting.pop();
      if (call === undefined) return undefined;
      const fullKey = call.run.concurrency.find(({ key, limit }) => this.#countKey(key) >= limit)?.key;
      if (fullKey !== undefined) {
        this.#park(fullKey, call);
        continue;
      }
      for (const { key } of call.run.concurrency) this.#runningByKey.set(key, this.#countKey(key) + 1);
      line.running += 1;
      line.lastTaken = ++this.#taken;
      return call;
    }
    return undefined;
  }

  release(call: ReadyCall): void {
    this.#line(call.run.functionId).running -= 1;
    for (const { key } of call.run.concurrency) {
      const left = this.#countKey(key) - 1;
      if (left > 0) this.#runningByKey.set(key, left);
      else this.#runningByKey.delete(key);
      this.#unpark(key);
    }
  }

  #line(functionId: string): Line {
    const known = this.#lines.get(functionId);
    if (known !== undefined) return known;
    const line = { waiting: new Heap<ReadyCall>(compareCalls), running: 0, lastTaken: 0 };
    this.#lines.set(functionId, line);
    return line;
  }

  /** The highest priority goes first; then the function that runs least, then the one that was served longest ago. */
  #pickLine(mayRun: (functionId: string) => boolean): Line | undefined {
    let best: { line: Line; priority: number } | undefined;
    for (const [functionId, line] of this.#lines) {
      const head = line.waiting.peek();
      if (head === undefined || !mayRun(functionId)) continue;
      const { priority } = head.run;
      const isBetter =
        best === undefined ||
        (best.priority - priority || line.running - best.line.running || line.lastTaken - best.line.lastTaken) < 0;
      if (isBetter) best = { line, priority };
    }
    return best?.line;
  }

  #countKey(key: string): number {
    return this.#runningByKey.get(key) ?? 0;
  }

  #park(fullKey: string, call: ReadyCall): void {
    this.#parked.park(fullKey, call);
    // It may have been called up from another of its keys, where there is still room for the next one.
    for (const { key, limit } of call.run.concurrency) {
      if (key !== fullKey && this.#countKey(key) < limit) this.#unpark(key);
    }
  }

  #unpark(key: string): void {
    const call = this.#parked.takeFirst(key);
    if (call !== undefined) this.pushBack(call);
  }
}
