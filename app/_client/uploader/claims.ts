const PREFIX = "segno-upload-";

/** What of the browser is needed: a lock over all windows of this Segno. Plain http in a local network offers none. */
type Locks = Pick<LockManager, "request" | "query">;

/**
 * Who sends which upload, over all windows. A claim ends with the window that holds it, also when that crashes. Without locks
 * every claim is granted: sending the same parts twice costs time, and the server still makes one version.
 */
export function createClaims(locks: Locks | undefined = globalThis.navigator?.locks) {
  const releases = new Map<string, () => void>();
  return {
    /** Resolves when this window has the upload. `onTaken` is told when another has it for now. @throws AbortError. */
    async claim(id: string, signal: AbortSignal, onTaken: () => void): Promise<void> {
      if (!locks || releases.has(id)) return;
      const name = PREFIX + id;
      const isFree = await new Promise<boolean>((resolve, reject) => {
        locks.request(name, { ifAvailable: true }, (lock) => hold(lock, resolve)).catch(reject);
      });
      if (isFree) return;
      onTaken();
      await new Promise<boolean>((resolve, reject) => {
        locks.request(name, { signal }, (lock) => hold(lock, resolve)).catch(reject);
      });

      function hold(lock: Lock | null, resolve: (isFree: boolean) => void): Promise<void> | undefined {
        resolve(lock !== null);
        return lock ? new Promise((release) => releases.set(id, release)) : undefined;
      }
    },
    release(id: string): void {
      releases.get(id)?.();
      releases.delete(id);
    },
    /** Uploads that some window has, this one included. */
    async list(): Promise<Set<string>> {
      const { held = [] } = (await locks?.query()) ?? {};
      const names = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
      return new Set(names);
    },
  };
}

export type Claims = ReturnType<typeof createClaims>;
