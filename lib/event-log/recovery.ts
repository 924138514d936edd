import { stat } from "node:fs/promises";
import path from "node:path";
import { syncFolder } from "./durable-files";
import type { LogProgress, LogReport } from "./event";
import { readSystemCode, reportDamage } from "./failures";
import { removeJournal } from "./journal-file";
import { replayJournal } from "./journal-replay";
import { removeLeftovers } from "./leftovers";
import { closeSegments, createState, describeState, type LogState } from "./log-state";
import { draftManifest, type Manifest, nameSegment, publishManifest, readManifest } from "./manifest";
import { SegmentFile } from "./segment";
import { indexSegment, linkSegments } from "./segment-check";
import { dropTornTail } from "./torn-tail";

export interface Recovered {
  state: LogState;
  tornBytesDropped: number;
}

export interface IndexOptions {
  isReadOnly?: boolean;
  /** Checks each line, not only that all bytes of a sealed segment are still the same. */
  isThorough?: boolean | undefined;
  onProgress?: ((progress: LogProgress) => void) | undefined;
}

/**
 * Builds from the files what appending built before. Only unterminated bytes at the very end of the last segment may
 * go (an append that was cut off, never acknowledged); anything else out of order refuses to start.
 */
export async function recoverLog(
  folder: string,
  now: Date,
  onReport: (report: LogReport) => void,
  onProgress?: (progress: LogProgress) => void,
): Promise<Recovered> {
  const manifest = await readManifest(folder);
  await removeLeftovers(folder, manifest, onReport);
  if (!manifest) return { state: await createLog(folder), tornBytesDropped: 0 };
  await replayJournal(folder, manifest, onReport);
  const { state, tailBytes } = await indexFolder(folder, manifest, { onProgress });
  try {
    const last = state.segments.at(-1);
    if (last && tailBytes > 0) await dropTornTail(folder, last, tailBytes, now, onReport);
    // A killed process may have left lines that only the system's memory holds; they are served from now on.
    else await last?.sync();
    await removeJournal(folder);
    return { state, tornBytesDropped: tailBytes };
  } catch (error) {
    await closeSegments(state.segments);
    throw error;
  }
}

async function createLog(folder: string): Promise<LogState> {
  const state = createState(1, 0);
  state.segments.push(await SegmentFile.create(folder, nameSegment(1, 1), 0));
  await draftManifest(folder, describeState(state));
  await publishManifest(folder);
  await syncFolder(path.dirname(path.resolve(folder)));
  return state;
}

/**
 * Reads all segments that the manifest names, changing nothing. `tailBytes` lie unterminated behind the last line.
 * @throws AppError unavailable/log_damaged with segment, line and byte.
 */
export async function indexFolder(
  folder: string,
  manifest: Manifest,
  options: IndexOptions = {},
): Promise<{ state: LogState; tailBytes: number }> {
  const state = createState(manifest.generation, manifest.lastSeq);
  const totalBytes = await measureSegments(folder, manifest);
  let bytes = 0;
  const onBytes = (added: number) => {
    bytes += added;
    options.onProgress?.({ bytes, totalBytes });
  };
  try {
    let tailBytes = 0;
    for (const [number, { file, startCrc, seal }] of manifest.segments.entries()) {
      const segment = await openListed(folder, file, startCrc, options.isReadOnly);
      state.segments.push(segment);
      const size = await indexSegment(state, segment, seal, { isThorough: options.isThorough, onBytes });
      tailBytes = size.tailBytes;
      const isLast = number === manifest.segments.length - 1;
      if (tailBytes > 0 && !isLast) {
        throw reportDamage(segment.name, size.lines + 1, segment.sizeBytes, "its last line is cut off");
      }
    }
    linkSegments(state);
    return { state, tailBytes };
  } catch (error) {
    await closeSegments(state.segments);
    throw error;
  }
}

async function measureSegments(folder: string, manifest: Manifest): Promise<number> {
  let bytes = 0;
  for (const { file } of manifest.segments) {
    bytes += (await stat(path.join(folder, file)).catch((error: unknown) => missSegment(file, error))).size;
  }
  return bytes;
}

function missSegment(file: string, error: unknown): never {
  if (readSystemCode(error) === "ENOENT") throw reportDamage(file, 1, 0, "the whole file is missing");
  throw error;
}

async function openListed(folder: string, file: string, startCrc: number, isReadOnly = false): Promise<SegmentFile> {
  return SegmentFile.open(folder, file, startCrc, isReadOnly).catch((error: unknown) => missSegment(file, error));
}
