/** Up to here a call on the page cache costs less than handing it to the thread pool and hearing of it. */
export const INLINE_MAX_BYTES = 256 * 1024;
const PAUSE_FACTOR = 20;

/**
 * Decides whether a small call on a file is made in the caller's thread, which is quick as long as the system's memory,
 * or a disk with one of its own, answers. After a call that waited longer, the thread pool does the waiting for twenty
 * times as long: a slow disk holds the process up for a twentieth of the time at most.
 */
export class InlineIo {
  #pausedUntilMs = 0;

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
      if (tookMs > this.slowMs && this.hasWaited()) this.#pausedUntilMs = endedMs + tookMs * PAUSE_FACTOR;
    }
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
