/** A worker that says nothing for so long is believed to be gone. A model that thinks is given up earlier. */
export const IDLE_MS = 60_000;

const LAST = ["done", "failed", "cancelled"];

/** Whether nothing of the turn can come after an event of this type. */
export function isLastEvent(type: string): boolean {
  return LAST.includes(type);
}

/** Yields what comes, and `silent` in the end when nothing came for `idleMs`. Each event begins the wait anew. */
export async function* untilSilent<E>(
  events: AsyncGenerator<E, void>,
  idleMs: number,
): AsyncGenerator<E | "silent", void> {
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<"silent">((resolve) => {
      timer = setTimeout(() => resolve("silent"), idleMs);
      timer.unref();
    });
    try {
      const next = await Promise.race([events.next(), silence]);
      if (next === "silent") {
        yield next;
        return;
      }
      if (next.done) return;
      yield next.value;
    } finally {
      clearTimeout(timer);
    }
  }
}
