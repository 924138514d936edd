import { AsyncLocalStorage } from "node:async_hooks";

/** What is being done: lines of the log, events for the queue and acts that come of it carry its ids. */
export interface Trace {
  /** The request that caused it, however far away: the same from the browser's call to the last line of the worker. */
  requestId?: string;
  functionId?: string;
  runId?: string;
}

const SLOT = Symbol.for("segno.trace");

/** One a process: Next.js loads this file once for each of its module graphs. */
function getStorage(): AsyncLocalStorage<Trace> {
  const holder = globalThis as { [SLOT]?: AsyncLocalStorage<Trace> };
  holder[SLOT] ??= new AsyncLocalStorage();
  return holder[SLOT];
}

/** Runs `work`, and all that it awaits, as part of this. */
export function withTrace<T>(trace: Trace, work: () => T): T {
  return getStorage().run(trace, work);
}

/** Empty outside of a request and a run. */
export function readTrace(): Readonly<Trace> {
  return getStorage().getStore() ?? {};
}
