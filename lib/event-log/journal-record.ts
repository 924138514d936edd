import { crc32 } from "node:zlib";

export const JOURNAL_FILE = "tail.journal";
export const JOURNAL_BYTES = 1024 * 1024;
/** What a disk writes at the least, on most. */
export const JOURNAL_BLOCK_BYTES = 512;

/*
 * One record: CRC-32 of everything behind it (4 bytes), sizes of name and lines (4 and 4), byte in the segment (8),
 * all little-endian, then the segment's name and the lines. The next begins right behind it, or at the next block.
 */
const NAME_SIZE_AT = 4;
const LINES_SIZE_AT = 8;
const OFFSET_AT = 12;
const HEADER_BYTES = 20;
const NAME_MAX_BYTES = 64;

/** Lines that stand, or should stand, in a segment from a byte on. */
export interface JournalRecord {
  segment: string;
  offset: number;
  lines: Buffer;
}

/** An upper bound of the bytes that `encodeRecord` needs. */
export function measureRecord(linesBytes: number, blockBytes: number): number {
  return roundUp(HEADER_BYTES + NAME_MAX_BYTES + linesBytes, blockBytes);
}

/** @returns the beginning of `target` with the record, filled up with zeros to a multiple of `blockBytes`. */
export function encodeRecord(record: JournalRecord, target: Buffer, blockBytes: number): Buffer {
  const { segment, offset, lines } = record;
  const nameBytes = target.write(segment, HEADER_BYTES);
  const linesAt = HEADER_BYTES + nameBytes;
  const end = linesAt + lines.length;
  target.writeUInt32LE(nameBytes, NAME_SIZE_AT);
  target.writeUInt32LE(lines.length, LINES_SIZE_AT);
  target.writeDoubleLE(offset, OFFSET_AT);
  lines.copy(target, linesAt);
  target.writeUInt32LE(crc32(target.subarray(NAME_SIZE_AT, end)), 0);
  return target.subarray(0, roundUp(end, blockBytes)).fill(0, end);
}

function roundUp(size: number, unit: number): number {
  return Math.ceil(size / unit) * unit;
}

/**
 * The records from the beginning of a journal as long as each follows on the one before: what lies behind is of an
 * earlier round, or was never finished. Joined, as one run of lines in one segment; undefined when there are none.
 */
export function decodeJournal(bytes: Buffer): JournalRecord | undefined {
  const records: JournalRecord[] = [];
  let offset: number | undefined;
  for (let at = 0; ; ) {
    const found = decodeRecord(bytes, at) ?? decodeRecord(bytes, roundUp(at, JOURNAL_BLOCK_BYTES));
    const first = records[0] ?? found?.record;
    if (!found || found.record.segment !== first?.segment || found.record.offset !== (offset ?? first.offset)) break;
    records.push(found.record);
    offset = found.record.offset + found.record.lines.length;
    at = found.end;
  }
  const [first] = records;
  return first && { ...first, lines: Buffer.concat(records.map(({ lines }) => lines)) };
}

function decodeRecord(bytes: Buffer, at: number): { record: JournalRecord; end: number } | undefined {
  if (at + HEADER_BYTES > bytes.length) return undefined;
  const nameEnd = at + HEADER_BYTES + bytes.readUInt32LE(at + NAME_SIZE_AT);
  const end = nameEnd + bytes.readUInt32LE(at + LINES_SIZE_AT);
  if (end > bytes.length || crc32(bytes.subarray(at + NAME_SIZE_AT, end)) !== bytes.readUInt32LE(at)) return undefined;
  const segment = bytes.toString("utf8", at + HEADER_BYTES, nameEnd);
  return { record: { segment, offset: bytes.readDoubleLE(at + OFFSET_AT), lines: bytes.subarray(nameEnd, end) }, end };
}
