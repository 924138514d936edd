/** Up to here a call on the page cache costs less than handing it to the thread pool and hearing of it. */
export const INLINE_MAX_BYTES = 256 * 1024;
const PAUSE_FACTOR = 20;
/** A quick disk has its moments too (its file system writes its books): one slow call in so many is no reason to pause. */
const PARDONED_AFTER = 8;

/**
 * Decides whether a small call on a file is made in the caller's thread, which is quick as long as the system's memory,
 * or a disk with one of its own, answers. After a second slow call among few, the thread pool does the waiting for twenty
 * times as long: a slow disk holds the process up for a twentieth of the time at most.
 */
export class InlineIo {
  #pausedUntilMs = 0;
  #quickCallsNeeded = 0;

  /**
   * @param slowMs from where on a call counts as slow.
   * @param hasWaited asked after a slow call: whether it was the disk, and not a processor that had others to serve.
   */
  constructor(
    private readonly slowMs: number,
    private readonly hasWaited: () => boolean = () => true,
  ) {}

  canRun(sizeBytes: number): boolean {
    return sizeBytes <= INLINE_MAX_BYTES && performance.now() >= this.#pausedUntilMs;
  }

  run<T>(call: () => T): T {
    const startedMs = performance.now();
    try {
      return call();
    } finally {
      const endedMs = performance.now();
      const tookMs = endedMs - startedMs;
      if (tookMs <= this.slowMs || !this.hasWaited()) this.#quickCallsNeeded -= 1;
      else this.#judgeSlow(tookMs, endedMs);
    }
  }

  #judgeSlow(tookMs: number, endedMs: number): void {
    if (this.#quickCallsNeeded > 0) this.#pausedUntilMs = endedMs + tookMs * PAUSE_FACTOR;
    this.#quickCallsNeeded = PARDONED_AFTER;
  }
}

/** Whether this process has read from a disk since it was last asked. */
export function watchDiskReads(): () => boolean {
  let last = process.resourceUsage().fsRead;
  return () => {
    const before = last;
    last = process.resourceUsage().fsRead;
    return last > before;
  };
}
