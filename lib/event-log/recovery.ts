import { readdir, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { syncFolder, writeFileSynced } from "./durable-files";
import type { LogReport } from "./event";
import { readSystemCode, reportDamage, reportManifestDamage } from "./failures";
import { formatCrc, readLineKey } from "./format";
import { scanLines } from "./line-scan";
import { closeSegments, createState, describeState, type LogState } from "./log-state";
import { draftManifest, type Manifest, nameSegment, publishManifest, readGeneration, readManifest } from "./manifest";
import { SegmentFile } from "./segment";

export interface Recovered {
  state: LogState;
  tornBytesDropped: number;
}

/**
 * Builds from the files what appending built before. Only unterminated bytes at the very end of the last segment may
 * go (an append that was cut off, never acknowledged); anything else out of order refuses to start.
 */
export async function recoverLog(folder: string, now: Date, onReport: (report: LogReport) => void): Promise<Recovered> {
  const manifest = await readManifest(folder);
  await removeLeftovers(folder, manifest, onReport);
  if (!manifest) return { state: await createLog(folder), tornBytesDropped: 0 };
  const state = createState(manifest.generation, manifest.lastSeq);
  try {
    for (const entry of manifest.segments) {
      const segment = await openListed(folder, entry.file, entry.startCrc);
      state.segments.push(segment);
      const isLast = state.segments.length === manifest.segments.length;
      const tailBytes = await indexSegment(state, segment);
      if (tailBytes === 0) continue;
      if (!isLast)
        throw reportDamage(segment.name, countLines(state) + 1, segment.sizeBytes, "its last line is cut off");
      await dropTornTail(folder, segment, tailBytes, now, onReport);
      await segment.sync();
      return { state, tornBytesDropped: tailBytes };
    }
    // A killed process may have left lines that only the system's memory holds; they are served from now on.
    await state.segments.at(-1)?.sync();
    return { state, tornBytesDropped: 0 };
  } catch (error) {
    await closeSegments(state.segments);
    throw error;
  }
}

function countLines(state: LogState): number {
  let lines = 0;
  for (let slot = state.index.size - 1; slot >= 0; slot -= 1) {
    if (state.index.at(slot)?.segment !== state.segments.length - 1) break;
    lines += 1;
  }
  return lines;
}

async function createLog(folder: string): Promise<LogState> {
  const state = createState(1, 0);
  state.segments.push(await SegmentFile.create(folder, nameSegment(1, 1), 0));
  await draftManifest(folder, describeState(state));
  await publishManifest(folder);
  await syncFolder(path.dirname(path.resolve(folder)));
  return state;
}

async function openListed(folder: string, file: string, startCrc: number): Promise<SegmentFile> {
  try {
    return await SegmentFile.open(folder, file, startCrc);
  } catch (error) {
    if (readSystemCode(error) === "ENOENT") throw reportDamage(file, 1, 0, "the whole file is missing");
    throw error;
  }
}

async function indexSegment(state: LogState, segment: SegmentFile): Promise<number> {
  if (segment.startCrc !== state.lastCrc) {
    const problem = `it should follow on ${formatCrc(segment.startCrc)}, but lines before it are missing`;
    throw reportDamage(segment.name, 1, 0, problem);
  }
  const number = state.segments.length - 1;
  let lineNumber = 0;
  let lastLineSeq = state.index.at(state.index.size - 1)?.seq ?? 0;
  const { endOffset, tailBytes } = await scanLines(segment, (line, offset) => {
    lineNumber += 1;
    const key = readLineKey(line, state.lastCrc);
    if (!key) throw reportDamage(segment.name, lineNumber, offset, "its checksum does not match");
    if (key.seq <= lastLineSeq) throw reportDamage(segment.name, lineNumber, offset, "its number is out of order");
    const place = { seq: key.seq, segment: number, offset, length: line.length + 1, crc: key.crc };
    const isNew = state.index.add(key.id, place);
    if (!isNew) throw reportDamage(segment.name, lineNumber, offset, "its id was used before");
    state.lastCrc = key.crc;
    lastLineSeq = key.seq;
  });
  state.lastSeq = Math.max(state.lastSeq, lastLineSeq);
  segment.sizeBytes = endOffset;
  return tailBytes;
}

async function dropTornTail(
  folder: string,
  segment: SegmentFile,
  tailBytes: number,
  now: Date,
  onReport: (report: LogReport) => void,
): Promise<void> {
  const byteOffset = segment.sizeBytes;
  const savedAs = `torn-${now.toISOString().replaceAll(":", "-")}-${segment.name}-${byteOffset}.bin`;
  await writeFileSynced(path.join(folder, savedAs), await segment.read(byteOffset, tailBytes));
  await syncFolder(folder);
  await segment.handle.truncate(byteOffset);
  onReport({ kind: "torn_tail_dropped", segment: segment.name, byteOffset, bytesDropped: tailBytes, savedAs });
}

/** A rotation or compaction that was cut off leaves files that no manifest names. Their events are all elsewhere. */
async function removeLeftovers(
  folder: string,
  manifest: Manifest | undefined,
  onReport: (report: LogReport) => void,
): Promise<void> {
  const named = new Set(manifest?.segments.map((segment) => segment.file));
  for (const file of await readdir(folder)) {
    const generation = readGeneration(file);
    if (generation === undefined || named.has(file)) continue;
    const isCompaction = manifest !== undefined && generation !== manifest.generation;
    if (!isCompaction && (await stat(path.join(folder, file))).size > 0) {
      throw reportManifestDamage(`it ${manifest ? "does not name" : "is missing beside"} ${file}, which holds events`);
    }
    await unlink(path.join(folder, file));
    onReport({ kind: "leftover_removed", file });
  }
}
