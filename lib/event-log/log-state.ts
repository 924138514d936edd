import type { StoredEvent } from "./event";
import { EventIndex, type EventPlace } from "./event-index";
import { reportDamage } from "./failures";
import { decodeLine } from "./format";
import type { Manifest } from "./manifest";
import type { SegmentFile } from "./segment";

const READ_CHUNK_BYTES = 256 * 1024;

/** Everything known of one generation of the log. Slots of the index and lines of the segments are in the same order. */
export interface LogState {
  generation: number;
  segments: SegmentFile[];
  index: EventIndex;
  lastSeq: number;
  lastCrc: number;
}

export function createState(generation: number, lastSeq: number): LogState {
  return { generation, segments: [], index: new EventIndex(), lastSeq, lastCrc: 0 };
}

/** What the manifest says of it: every segment but the last is full and gets its seal. */
export function describeState({ generation, lastSeq, segments }: LogState): Manifest {
  const entries = segments.map((segment, number) => {
    const entry = { file: segment.name, startCrc: segment.startCrc };
    const isFull = number < segments.length - 1;
    return isFull ? { ...entry, seal: { bytes: segment.sizeBytes, crc: segment.contentCrc } } : entry;
  });
  return { generation, lastSeq, segments: entries };
}

export async function closeSegments(segments: SegmentFile[]): Promise<void> {
  for (const segment of segments) await segment.handle.close();
}

/** Reads one event at its place. @throws AppError unavailable/log_damaged when the bytes changed since they were indexed. */
export async function readPlace(state: LogState, place: EventPlace): Promise<StoredEvent> {
  const segment = state.segments[place.segment];
  if (!segment) throw new Error("An indexed event lies in a segment.");
  const line = segment.readInline(place.offset, place.length) ?? (await segment.read(place.offset, place.length));
  return decodePlace(segment, place, line);
}

function decodePlace(segment: SegmentFile, place: EventPlace, line: Buffer): StoredEvent {
  const event = decodeLine(line, place.previousCrc);
  if (event?.seq === place.seq) return event;
  throw reportDamage(segment.name, place.slot + 1, place.offset, "its bytes changed while the log was open");
}

/** The places from `slot` on that lie side by side in one segment, up to a chunk's worth and at least one. */
export function collectRun(index: EventIndex, slot: number): EventPlace[] {
  const first = index.at(slot);
  if (!first) return [];
  const run = [first];
  let bytes = first.length;
  for (let next = index.at(slot + 1); next; next = index.at(next.slot + 1)) {
    bytes += next.length;
    if (next.segment !== first.segment || bytes > READ_CHUNK_BYTES) break;
    run.push(next);
  }
  return run;
}

export async function readRun(state: LogState, run: EventPlace[]): Promise<{ event: StoredEvent; bytes: Buffer }[]> {
  const first = run[0];
  const last = run.at(-1);
  const segment = first && state.segments[first.segment];
  if (!first || !last || !segment) return [];
  const bytes = await segment.read(first.offset, last.offset + last.length - first.offset);
  return run.map((place) => {
    const start = place.offset - first.offset;
    const line = bytes.subarray(start, start + place.length);
    return { event: decodePlace(segment, place, line), bytes: line };
  });
}

/** In order of seq. The state is asked for anew for each run: a compaction in between moves places, but never numbers. */
export async function* scanEvents(getState: () => LogState, fromSeq: number): AsyncIterable<StoredEvent> {
  let nextSeq = fromSeq;
  for (;;) {
    const state = getState();
    const run = collectRun(state.index, state.index.findSlotFrom(nextSeq));
    if (run.length === 0) return;
    for (const { event } of await readRun(state, run)) {
      nextSeq = event.seq + 1;
      yield event;
    }
  }
}
