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
  const segment = getSegment(state, place);
  const line = segment.readInline(place.offset, place.length) ?? (await segment.read(place.offset, place.length));
  return decodePlace(state, place, line);
}

function getSegment({ segments }: LogState, place: EventPlace): SegmentFile {
  const segment = segments[place.segment];
  if (!segment) throw new Error("An indexed event lies in a segment.");
  return segment;
}

function decodePlace(state: LogState, place: EventPlace, bytes: Buffer): StoredEvent {
  const event = decodeLine(bytes, place.previousCrc);
  if (event?.seq === place.seq) return event;
  const { name } = getSegment(state, place);
  throw reportDamage(name, countLine(state.index, place), place.offset, "its bytes changed while the log was open");
}

/** Which line of its segment an event is, from 1. */
export function countLine(index: EventIndex, { slot, segment }: EventPlace): number {
  let line = 1;
  while (index.at(slot - line)?.segment === segment) line += 1;
  return line;
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
  const [first] = run;
  if (!first) return [];
  const length = run.reduce((sum, place) => sum + place.length, 0);
  const bytes = await getSegment(state, first).read(first.offset, length);
  return run.map((place) => {
    const start = place.offset - first.offset;
    const line = bytes.subarray(start, start + place.length);
    return { event: decodePlace(state, place, line), bytes: line };
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
