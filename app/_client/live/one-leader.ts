/**
 * Leads as soon as no other tab of this browser does, and again after another has taken the lead by force and let it go; with
 * `byForce` at once. `lead` answers how to stop leading. Answers how to give up.
 */
export function hold(name: string, lead: () => () => void, byForce: boolean): () => void {
  const ending = new AbortController();
  const isOver = () => ending.signal.aborted;

  const take = async (isForced: boolean): Promise<void> => {
    let stop: (() => void) | undefined;
    const options = isForced ? { steal: true } : { signal: ending.signal };
    try {
      await navigator.locks.request(name, options, () => {
        if (isOver()) return undefined;
        stop = lead();
        return new Promise<void>((resolve) => {
          ending.signal.addEventListener("abort", () => resolve());
        });
      });
    } catch (error) {
      // Taken by force, or given up while it waited.
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    } finally {
      stop?.();
    }
    if (!isOver()) await take(false);
  };

  void take(byForce);
  return () => ending.abort();
}
