/** Passes on the newest of many values, no more often than every so many milliseconds, and the last one in any case. */
export function atMostEvery<T>(everyMs: number, tell: (value: T) => void): (value: T) => void {
  let newest: T;
  let isDue = false;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const tellNewest = () => {
    isDue = false;
    toldAtMs = performance.now();
    tell(newest);
  };
  return (value) => {
    newest = value;
    if (isDue) return;
    isDue = true;
    const waitMs = toldAtMs + everyMs - performance.now();
    if (waitMs > 0) setTimeout(tellNewest, waitMs);
    else tellNewest();
  };
}
