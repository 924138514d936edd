import { crc32 } from "node:zlib";
import type { IdBytes } from "./event-id";
import type { EventIndex, NewPlace } from "./event-index";
import { reportDamage } from "./failures";
import { formatCrc, type LineKey, readLineKey, readVouchedLineKey } from "./format";
import { scanLines } from "./line-scan";
import { countLine, type LogState } from "./log-state";
import type { SegmentEntry } from "./manifest";
import type { SegmentFile } from "./segment";

/** Bytes and lines that were looked at; `tailBytes` are the unterminated ones behind them. */
export interface SegmentSize {
  lines: number;
  tailBytes: number;
}

export interface CheckOptions {
  /** Checks each line of a sealed segment, too. */
  isThorough?: boolean | undefined;
  /** Called with the size of each piece that was looked at. */
  onBytes?: ((bytes: number) => void) | undefined;
}

const EMPTY = Buffer.alloc(0);

type ReadKey = (bytes: Buffer, start: number, end: number) => LineKey | undefined;

/**
 * Indexes the last of `state.segments`, checking that it follows on the one before. Each line is checked against the
 * chain; of a sealed segment, whose lines were all checked or written before it was sealed, it is enough that all
 * bytes are still the same. When all are indexed, `linkSegments` has to follow.
 * @throws AppError unavailable/log_damaged with the place.
 */
export async function indexSegment(
  state: LogState,
  segment: SegmentFile,
  seal: SegmentEntry["seal"],
  { isThorough = false, onBytes = () => undefined }: CheckOptions = {},
): Promise<SegmentSize> {
  if (segment.startCrc !== state.lastCrc) {
    const problem = `it should follow on ${formatCrc(segment.startCrc)}, but lines before it are missing`;
    throw reportDamage(segment.name, 1, 0, problem);
  }
  const readChained: ReadKey = (bytes, start, end) => readLineKey(bytes, start, end, state.lastCrc);
  if (!seal) return addLines(state, segment, readChained, onBytes);
  const readKey = isThorough ? readChained : readVouchedLineKey;
  const size = await addLines(state, segment, readKey, onBytes).catch(async (error: unknown) => {
    await findDamage(segment);
    throw error;
  });
  if (size.tailBytes > 0 || segment.sizeBytes !== seal.bytes || segment.contentCrc !== seal.crc) {
    const sound = await findDamage(segment);
    throw reportDamage(segment.name, sound.lines + 1, segment.sizeBytes, "it does not end where it was sealed");
  }
  return size;
}

async function addLines(
  state: LogState,
  segment: SegmentFile,
  readKey: ReadKey,
  onBytes: (bytes: number) => void,
): Promise<SegmentSize> {
  const number = state.segments.length - 1;
  let lines = 0;
  let lastSeq = readLastSeq(state.index);
  // Used again for each line: an object a line would cost more than all that is done with it.
  const id: IdBytes = { bytes: EMPTY, start: 0, end: 0 };
  const place: NewPlace = { seq: 0, segment: number, offset: 0, length: 0, crc: 0 };
  const { endOffset, tailBytes } = await scanLines(segment, {
    onLine: (bytes, start, end, offset) => {
      lines += 1;
      const key = readKey(bytes, start, end);
      if (!key) throw reportDamage(segment.name, lines, offset, "its checksum does not match");
      if (key.seq <= lastSeq) throw reportDamage(segment.name, lines, offset, "its number is out of order");
      id.bytes = bytes;
      id.start = key.idStart;
      id.end = key.idEnd;
      place.seq = lastSeq = key.seq;
      place.crc = state.lastCrc = key.crc;
      place.offset = offset;
      place.length = end + 1 - start;
      state.index.put(id, place);
    },
    onChunk: (chunk) => {
      segment.contentCrc = crc32(chunk, segment.contentCrc);
      onBytes(chunk.length);
    },
  });
  state.lastSeq = Math.max(state.lastSeq, lastSeq);
  segment.sizeBytes = endOffset;
  return { lines, tailBytes };
}

/** Makes all that was indexed found by id. @throws AppError unavailable/log_damaged when an id is there twice. */
export function linkSegments({ index, segments }: LogState): void {
  const doubled = index.at(index.link());
  if (!doubled) return;
  const segment = segments[doubled.segment]?.name ?? "";
  throw reportDamage(segment, countLine(index, doubled), doubled.offset, "its id was used before");
}

function readLastSeq(index: EventIndex): number {
  return index.size === 0 ? 0 : index.readSeq(index.size - 1);
}

/** Names the first line of a segment that is not what was written, and answers how many are when there is none. */
async function findDamage(segment: SegmentFile): Promise<{ lines: number }> {
  let lines = 0;
  let crc = segment.startCrc;
  const { endOffset, tailBytes } = await scanLines(segment, {
    onLine: (bytes, start, end, offset) => {
      lines += 1;
      const key = readLineKey(bytes, start, end, crc);
      if (!key) throw reportDamage(segment.name, lines, offset, "its checksum does not match");
      crc = key.crc;
    },
  });
  if (tailBytes > 0) throw reportDamage(segment.name, lines + 1, endOffset, "its last line is cut off");
  return { lines };
}
