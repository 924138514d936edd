import type { UploadItem } from "./upload-item";
import type { UploadStore, UploadStoreOptions } from "./upload-store";

const NONE: readonly UploadItem[] = [];

/** The uploads of a tab before anybody uploads. */
export interface LazyUploads {
  /** The store, loaded once; a load that failed is tried again with the next call. */
  load: () => Promise<UploadStore>;
  subscribe: (listener: () => void) => () => void;
  getItems: () => readonly UploadItem[];
  /** Bytes move: leaving now would stop them. */
  isBusy: () => boolean;
}

/** No page waits for the uploader: it comes after the page, or with the first file. */
export function createLazyUploads(options: UploadStoreOptions): LazyUploads {
  const listeners = new Set<() => void>();
  let store: UploadStore | null = null;
  let loading: Promise<UploadStore> | null = null;

  const open = async () => {
    const { createUploadStore } = await import("./upload-store");
    store = createUploadStore(options);
    store.subscribe(() => {
      for (const listener of listeners) listener();
    });
    return store;
  };
  return {
    load: () => {
      loading ??= open().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      return loading;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getItems: () => store?.getItems() ?? NONE,
    isBusy: () => store?.isBusy() ?? false,
  };
}
