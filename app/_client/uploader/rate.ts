const WINDOW_MS = 5_000;

interface Sample {
  atMs: number;
  sentBytes: number;
}

/** How fast bytes leave, over the last five seconds: in bytes a second, null until there is something to go by. */
export function createRateMeter() {
  let samples: Sample[] = [];
  return {
    add(atMs: number, sentBytes: number): void {
      samples = [...samples.filter((sample) => atMs - sample.atMs <= WINDOW_MS), { atMs, sentBytes }];
    },
    read(): number | null {
      const [first, last] = [samples[0], samples.at(-1)];
      if (!first || !last || last.atMs - first.atMs < 300) return null;
      return Math.max(0, ((last.sentBytes - first.sentBytes) * 1000) / (last.atMs - first.atMs));
    },
  };
}

/** Seconds until the rest is there at this rate; null when nobody can tell. */
export function estimateSecondsLeft(leftBytes: number, bytesPerSec: number | null): number | null {
  if (bytesPerSec === null || bytesPerSec < 1) return null;
  return Math.ceil(leftBytes / bytesPerSec);
}
