/** Up to here a call on the page cache costs less than handing it to the thread pool and hearing of it. */
export const INLINE_MAX_BYTES = 64 * 1024;
const SLOW_MS = 2;
const PAUSE_MS = 1000;

/**
 * Decides whether a small read or write is done in the caller's thread. The page cache answers in microseconds; after
 * a call that had to wait for a disk, the thread pool waits instead for a while, so that the process is held up once a
 * second at most.
 */
export class InlineIo {
  #pausedUntilMs = 0;

  canRun(sizeBytes: number): boolean {
    return sizeBytes <= INLINE_MAX_BYTES && performance.now() >= this.#pausedUntilMs;
  }

  run<T>(call: () => T): T {
    const startedMs = performance.now();
    try {
      return call();
    } finally {
      const endedMs = performance.now();
      if (endedMs - startedMs > SLOW_MS) this.#pausedUntilMs = endedMs + PAUSE_MS;
    }
  }
}
