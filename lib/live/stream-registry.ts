import { AppError } from "@/lib/core/errors";

/** Whom an open stream is counted for. */
export interface StreamHolder {
  /** Null for one who is not signed in, such as a guest of a link. */
  person: string | null;
  /** The network address it came from. */
  address: string;
}

/** What a process has done with streams since it started; `open` is how many there are now. */
export interface StreamFigures {
  open: number;
  opened: number;
  /** Beyond what one person or one network may hold open. */
  refused: number;
  /** Read nothing for too long. */
  cut: number;
  /** Messages handed to readers, beats not counted. */
  told: number;
}

/** How many streams one person, and one network address, may hold open in one process. A browser needs one. */
export const STREAM_LIMITS = { person: 40, address: 256 } as const;
/** Until then those that nobody reads any more have been noticed. */
const RETRY_AFTER_SEC = 30;

/** When a process stops, its readers come back so many milliseconds apart on average, within these bounds. */
const RETURN_EVERY_MS = 10;
const RETURN_MIN_MS = 1_000;
const RETURN_MAX_MS = 10_000;

/** Ends a stream; `retryMs` is when its reader should come back, where that is for us to say. */
type Close = (retryMs?: number) => void;

/** The open streams of this process. */
export function createStreamRegistry(random: () => number = Math.random) {
  const open = new Set<Close>();
  const held = new Map<string, number>();
  const figures = { opened: 0, refused: 0, cut: 0, told: 0 };
  let isClosing = false;
  const pickRetryMs = (count: number) => Math.round(RETURN_MIN_MS + random() * spread(count));

  return {
    /**
     * Takes a place for one more stream; answers how to give it back. Who has too many is refused, and none of theirs is ended
     * for it: its page would come back at once and push out the next.
     * @throws AppError rate_limited with the seconds to wait.
     */
    admit({ person, address }: StreamHolder): () => void {
      const keys = [`address ${address}`, ...(person === null ? [] : [`person ${person}`])];
      const isOver = keys.some(
        (key) => (held.get(key) ?? 0) >= STREAM_LIMITS[key.startsWith("person") ? "person" : "address"],
      );
      if (isOver) {
        figures.refused++;
        throw new AppError(
          "rate_limited",
          "too_many_streams",
          "Too many pages and programs follow live from here at once. Close some; this one tries again by itself.",
          { retryAfterSec: RETRY_AFTER_SEC },
        );
      }
      for (const key of keys) held.set(key, (held.get(key) ?? 0) + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        for (const key of keys) {
          const left = (held.get(key) ?? 0) - 1;
          if (left > 0) held.set(key, left);
          else held.delete(key);
        }
      };
    },
    /** Counts an open stream in; answers how to count it out. */
    track(close: Close): () => void {
      const entry: Close = (retryMs) => close(retryMs);
      open.add(entry);
      figures.opened++;
      if (isClosing) queueMicrotask(() => entry(pickRetryMs(open.size)));
      return () => open.delete(entry);
    },
    countStreams(): number {
      return open.size;
    },
    noteStream(what: "cut" | "told"): void {
      figures[what]++;
    },
    readStreamFigures(): StreamFigures {
      return { open: open.size, ...figures };
    },
    /** Tells every reader when to come back, each at another moment. Resolves a turn later, when their sockets are let go. */
    async closeAllStreams(): Promise<void> {
      isClosing = true;
      const all = [...open];
      for (const close of all) close(pickRetryMs(all.length));
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Over how long so many readers are spread. */
function spread(count: number): number {
  return Math.min(RETURN_MAX_MS - RETURN_MIN_MS, Math.max(RETURN_MIN_MS, count * RETURN_EVERY_MS));
}
