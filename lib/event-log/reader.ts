import type { StoredEvent } from "./event";
import { reportNoLog, reportUnfinished } from "./failures";
import { findMissingTail } from "./journal-replay";
import { closeSegments, type LogState, readPlace, scanEvents } from "./log-state";
import { type Manifest, readManifest } from "./manifest";
import { type IndexOptions, indexFolder } from "./recovery";

/** A log as it lay in its folder when it was opened. Beside a living writer, `tornBytes` may be an append under way. */
export interface LogReader {
  readonly stats: { events: number; bytes: number; segments: number; lastSeq: number; tornBytes: number };
  read(id: string): Promise<StoredEvent | undefined>;
  /** In order of seq, from `fromSeq` on. */
  scan(fromSeq?: number): AsyncIterable<StoredEvent>;
  /** The last `count` events, oldest first. */
  tail(count: number): AsyncIterable<StoredEvent>;
  close(): Promise<void>;
}

export type ReaderOptions = Omit<IndexOptions, "isReadOnly">;

/**
 * Reads a folder by the same rules as the writer does, but takes no lock and changes nothing.
 * @throws AppError not_found/log_not_found, unavailable/log_unfinished (its writer has to open it once first),
 * unavailable/log_damaged with segment, line and byte in `fields`.
 */
export async function openLogReader(folder: string, options: ReaderOptions = {}): Promise<LogReader> {
  const { state, tailBytes } = await indexStable(folder, options);
  const { index, segments, lastSeq } = state;
  return {
    stats: { events: index.size, bytes: index.bytes, segments: segments.length, lastSeq, tornBytes: tailBytes },
    read: async (id) => {
      const place = index.find(id);
      return place && readPlace(state, place);
    },
    scan: (fromSeq = 0) => scanEvents(() => state, fromSeq),
    tail: (count) => {
      const first = index.at(Math.max(0, index.size - count));
      return scanEvents(() => state, first?.seq ?? lastSeq + 1);
    },
    close: () => closeSegments(segments),
  };
}

/** A writer that compacts removes files under a reader: what looks missing or changed is read again by the new manifest. */
async function indexStable(folder: string, options: ReaderOptions): Promise<{ state: LogState; tailBytes: number }> {
  let manifest = await requireManifest(folder);
  for (;;) {
    try {
      return await indexFolder(folder, manifest, { ...options, isReadOnly: true });
    } catch (error) {
      const now = await requireManifest(folder);
      if (now.generation === manifest.generation) {
        throw (await findMissingTail(folder, manifest)) ? reportUnfinished(error) : error;
      }
      manifest = now;
    }
  }
}

async function requireManifest(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  if (!manifest) throw reportNoLog(folder);
  return manifest;
}
