/** As `merge`; one source alone, as a guest follows, is told as it is: thousands of them are told at one moment. */
export function mergeStreams<T>(sources: AsyncGenerator<T, void>[]): AsyncGenerator<T, void> {
  const [only, ...others] = sources;
  return only && others.length === 0 ? only : merge(sources);
}

/**
 * What several sources tell, as it comes and in each one's own order. From each at most one is taken ahead, so that a slow
 * reader slows all of them and nothing piles up. Ends when all have ended; fails when one fails. Whoever stops reading early
 * ends the sources, too.
 */
async function* merge<T>(sources: AsyncGenerator<T, void>[]): AsyncGenerator<T, void> {
  const waiting: { value: T; take: () => void }[] = [];
  let failure: { error: unknown } | null = null;
  let running = sources.length;
  let isOver = false;
  let wake: () => void = () => undefined;

  const pump = async (source: AsyncGenerator<T, void>) => {
    try {
      for await (const value of source) {
        if (isOver) return;
        await new Promise<void>((take) => {
          waiting.push({ value, take });
          wake();
        });
      }
    } catch (error) {
      failure ??= { error };
    } finally {
      running--;
      wake();
    }
  };
  const readFailure = () => failure;

  try {
    for (const source of sources) void pump(source);
    while (true) {
      const next = waiting.shift();
      if (next) {
        try {
          yield next.value;
        } finally {
          next.take();
        }
        continue;
      }
      const failed = readFailure();
      if (failed) throw failed.error;
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    isOver = true;
    for (const { take } of waiting) take();
  }
}
