interface LatestOnlyOptions<T> {
  everyMs: number;
  report: (value: T) => Promise<void>;
  onError: (error: unknown) => void;
}

export interface LatestOnly<T> {
  /** Never waits; a value that comes too soon is dropped, the first ones included: a newer one will come. */
  push(value: T): void;
  /** Resolves when the report under way has ended. */
  settle(): Promise<void>;
}

/** Passes a stream of values on at most every `everyMs`, one at a time. */
export function createLatestOnly<T>({ everyMs, report, onError }: LatestOnlyOptions<T>): LatestOnly<T> {
  let reporting: Promise<void> | null = null;
  let reportedAt = performance.now();
  return {
    push(value) {
      const now = performance.now();
      if (reporting || now - reportedAt < everyMs) return;
      reportedAt = now;
      reporting = report(value)
        .catch(onError)
        .finally(() => {
          reporting = null;
        });
    },
    async settle() {
      await reporting;
    },
  };
}
