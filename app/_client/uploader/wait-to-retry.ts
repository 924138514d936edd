const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Waits between two tries: 1, 2, 4 … 30 seconds, each a little off, so that not all files knock at once; shorter when the
 * browser says that the line is back, or somebody wants it now (`nudges`).
 */
export function waitToRetry(tries: number, nudges: EventTarget, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const line = globalThis as unknown as EventTarget;
    const timer = setTimeout(end, Math.min(LONGEST_MS, FIRST_MS * 2 ** tries) * (0.75 + Math.random() / 2));
    // Outside of a page there is nobody to tell.
    if ("addEventListener" in line) line.addEventListener("online", end);
    nudges.addEventListener("nudge", end);
    signal.addEventListener("abort", end);
    function end(): void {
      clearTimeout(timer);
      if ("removeEventListener" in line) line.removeEventListener("online", end);
      nudges.removeEventListener("nudge", end);
      signal.removeEventListener("abort", end);
      resolve();
    }
  });
}
