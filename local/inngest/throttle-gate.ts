import { ParkedCalls } from "./parked-calls";
import type { ReadyCall } from "./ready-call";
import type { State } from "./state";

/**
 * Lets runs start at the pace of their throttle: the generic cell rate algorithm (ITU-T I.371), whose state is one
 * instant a key and is rebuilt from the log. What comes too early waits at its key.
 */
export class ThrottleGate {
  readonly #parked = new ParkedCalls();

  /** Whether the run may start now; parks its call if not. A run that was let through before passes. */
  admit(state: State, call: ReadyCall, nowMs: number): boolean {
    const { throttle, isAdmitted } = call.run;
    if (throttle === null || isAdmitted || findOpeningMs(state, throttle) <= nowMs) return true;
    this.#parked.park(throttle.key, call);
    return false;
  }

  /** One call of each key whose time has come: the next one is looked at when this one was admitted. */
  takeDue(state: State, nowMs: number): ReadyCall[] {
    return [...this.#openings(state)]
      .filter(({ atMs }) => atMs <= nowMs)
      .flatMap(({ key }) => this.takeNext(key) ?? []);
  }

  takeNext(key: string): ReadyCall | undefined {
    return this.#parked.takeFirst(key);
  }

  nextAt(state: State): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { atMs } of this.#openings(state)) next = Math.min(next, atMs);
    return next;
  }

  *#openings(state: State): Iterable<{ key: string; atMs: number }> {
    for (const key of [...this.#parked.keys]) {
      const head = this.#parked.peek(key)?.run.throttle;
      if (head) yield { key, atMs: findOpeningMs(state, head) };
    }
  }
}

function findOpeningMs(state: State, { key, everyMs, burst }: { key: string; everyMs: number; burst: number }): number {
  const evenMs = state.throttles.get(key);
  return evenMs === undefined ? Number.NEGATIVE_INFINITY : evenMs - (burst - 1) * everyMs;
}
