import { unlink } from "node:fs/promises";
import path from "node:path";
import type { StoredEvent } from "./event";
import { encodeLine, sliceBody } from "./format";
import { closeSegments, collectRun, createState, describeState, type LogState, readRun } from "./log-state";
import { draftManifest, nameSegment } from "./manifest";
import { SegmentFile } from "./segment";

const FLUSH_BYTES = 1 << 20;

/**
 * Writes the kept events into segments of the next generation, with their old numbers and a new chain, and drafts the
 * manifest that names them. Nothing counts until that is published; on any failure the new files are removed again.
 */
export async function writeCompacted(
  folder: string,
  state: LogState,
  keep: (event: StoredEvent) => boolean,
  maxSegmentBytes: number,
): Promise<LogState> {
  const next = createState(state.generation + 1, state.lastSeq);
  try {
    await addSegment(folder, next);
    for (let slot = 0; slot < state.index.size; ) {
      const run = collectRun(state.index, slot);
      const kept = (await readRun(state, run)).filter(({ event }) => keep(event));
      await copyLines(folder, next, kept, maxSegmentBytes);
      slot += run.length;
    }
    for (const segment of next.segments) await segment.sync();
    await draftManifest(folder, describeState(next));
    return next;
  } catch (error) {
    await discardState(folder, next);
    throw error;
  }
}

/** Closes and removes the files of a generation that is not, or no longer, in force. */
export async function discardState(folder: string, state: LogState): Promise<void> {
  await closeSegments(state.segments);
  for (const segment of state.segments) await unlink(path.join(folder, segment.name));
}

async function addSegment(folder: string, state: LogState): Promise<SegmentFile> {
  const name = nameSegment(state.generation, state.segments.length + 1);
  const segment = await SegmentFile.create(folder, name, state.lastCrc);
  state.segments.push(segment);
  return segment;
}

async function copyLines(
  folder: string,
  state: LogState,
  lines: { event: StoredEvent; bytes: Buffer }[],
  maxSegmentBytes: number,
): Promise<void> {
  let segment = state.segments.at(-1) ?? (await addSegment(folder, state));
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  for (const { event, bytes } of lines) {
    const end = segment.sizeBytes + waitingBytes;
    const isFull = end > 0 && end + bytes.length > maxSegmentBytes;
    if (isFull || waitingBytes >= FLUSH_BYTES) {
      await segment.write(Buffer.concat(waiting));
      waiting = [];
      waitingBytes = 0;
    }
    if (isFull) segment = await addSegment(folder, state);
    const line = encodeLine(event.seq, sliceBody(bytes), state.lastCrc);
    const place = { seq: event.seq, segment: state.segments.length - 1, length: line.bytes.length, crc: line.crc };
    state.index.add(event.id, { ...place, offset: segment.sizeBytes + waitingBytes });
    state.lastCrc = line.crc;
    waiting.push(line.bytes);
    waitingBytes += line.bytes.length;
  }
  await segment.write(Buffer.concat(waiting));
}
