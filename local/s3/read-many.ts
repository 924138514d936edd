const readsAtOnce = 64;

/** Maps with a bounded number in flight, so that a long list does not use up the open files. */
export async function readMany<In, Out>(items: readonly In[], read: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (let at = 0; at < items.length; at += readsAtOnce) {
    results.push(...(await Promise.all(items.slice(at, at + readsAtOnce).map(read))));
  }
  return results;
}
