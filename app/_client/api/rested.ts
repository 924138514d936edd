/** Between two runs, and so many times what the last one took: what is slow to read is not read without end. */
const REST_MS = 700;
const REST_FACTOR = 4;

/**
 * Does a thing at once when it is asked for, and again after a rest if it was asked for meanwhile: two hundred takes that arrive
 * in a minute are not two hundred readings of the same list.
 */
export function createRested(run: () => Promise<unknown>): { ask: () => void; stop: () => void } {
  let isBusy = false;
  let isDue = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const go = async () => {
    if (isBusy || !isDue) return;
    isBusy = true;
    isDue = false;
    const startedAt = performance.now();
    await run().catch(() => undefined);
    timer = setTimeout(
      () => {
        isBusy = false;
        void go();
      },
      Math.max(REST_MS, REST_FACTOR * (performance.now() - startedAt)),
    );
  };

  return {
    ask() {
      isDue = true;
      void go();
    },
    stop() {
      isDue = false;
      clearTimeout(timer);
    },
  };
}
