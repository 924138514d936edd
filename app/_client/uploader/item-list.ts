import type { UploadItem } from "./upload-item";

export type ItemList = ReturnType<typeof createItemList>;

/** The files of a tab, in order, for whoever wants to see them change. Each change makes a new list and a new item. */
export function createItemList() {
  let items: readonly UploadItem[] = [];
  const listeners = new Set<() => void>();
  const publish = (next: readonly UploadItem[]) => {
    items = next;
    for (const listener of [...listeners]) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    subscribe,
    get: () => items,
    find: (id: string) => items.find((item) => item.id === id),
    add: (added: readonly UploadItem[]) => publish([...items, ...added]),
    change: (id: string, part: Partial<UploadItem>) =>
      publish(items.map((item) => (item.id === id ? { ...item, ...part } : item))),
    remove: (id: string) => publish(items.filter((item) => item.id !== id)),
    /** Resolves as soon as the list is so, or when `signal` says that nobody waits any more. */
    until(isSo: (items: readonly UploadItem[]) => boolean, signal: AbortSignal): Promise<void> {
      return new Promise((resolve) => {
        const look = () => {
          if (!signal.aborted && !isSo(items)) return;
          stop();
          signal.removeEventListener("abort", look);
          resolve();
        };
        const stop = subscribe(look);
        signal.addEventListener("abort", look);
        look();
      });
    },
  };
}
