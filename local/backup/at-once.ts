/** Does the work for each item, `limit` of them side by side. After a failure no further one begins. */
export async function forEachAtOnce<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let hasFailed = false;
  const runLane = async (): Promise<void> => {
    while (next < items.length && !hasFailed) {
      const item = items[next] as T;
      next += 1;
      try {
        await work(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  // All lanes are waited for, so that nothing is still being written when the failure is dealt with.
  const lanes = await Promise.allSettled(Array.from({ length: limit }, runLane));
  const failed = lanes.find((lane) => lane.status === "rejected");
  if (failed) throw failed.reason;
}
