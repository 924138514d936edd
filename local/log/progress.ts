import type { LogProgress } from "@/lib/event-log/event";
import type { Streams } from "./streams";

const EVERY_MS = 500;
const MIB = 1024 * 1024;

/** Tells on stderr how far reading is, twice a second while it lasts, on one line of a terminal. */
export function createProgress({ err, isTerminal }: Streams): {
  show: (progress: LogProgress) => void;
  end: () => void;
} {
  let shownMs = performance.now();
  let hasShown = false;
  return {
    show: ({ bytes, totalBytes }) => {
      const nowMs = performance.now();
      if (nowMs - shownMs < EVERY_MS) return;
      shownMs = nowMs;
      hasShown = true;
      const percent = totalBytes === 0 ? 100 : Math.min(100, Math.floor((bytes / totalBytes) * 100));
      const line = `reading: ${percent} % of ${(totalBytes / MIB).toFixed(1)} MiB`;
      err.write(isTerminal ? `\r${line}` : `${line}\n`);
    },
    end: () => {
      if (isTerminal && hasShown) err.write("\r\u001b[K");
    },
  };
}
