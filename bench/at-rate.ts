/** Calls at a fixed arrival rate, whether or not earlier ones have been answered. @returns how long each took, in ms. */
export async function callAtRate(
  call: () => Promise<unknown>,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> {
  const times: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let request = 0; request < perSecond * seconds; request++) {
    const dueAt = startedAt + (request * 1000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    // Counted from when it was due, so that a stall can't hide the requests it held up.
    times.push(call().then(() => performance.now() - dueAt));
  }
  return Promise.all(times);
}
