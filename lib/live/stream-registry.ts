/** The open streams of this process. */
export function createStreamRegistry() {
  const open = new Set<() => void>();
  let isClosing = false;
  return {
    track(close: () => void): () => void {
      const entry = () => close();
      open.add(entry);
      if (isClosing) queueMicrotask(entry);
      return () => open.delete(entry);
    },
    countStreams(): number {
      return open.size;
    },
    /** Resolves a turn later, when the closed streams have let their sockets go. */
    async closeAllStreams(): Promise<void> {
      isClosing = true;
      for (const close of [...open]) close();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
