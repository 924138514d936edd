import { crc32 } from "node:zlib";

export const JOURNAL_FILE = "tail.journal";
export const JOURNAL_BYTES = 1024 * 1024;

/*
 * One record: CRC-32 of everything behind it (4 bytes), sizes of name and lines (4 and 4), byte in the segment (8),
 * all little-endian, then the segment's name and the lines.
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
export function measureRecord(linesBytes: number): number {
  return HEADER_BYTES + NAME_MAX_BYTES + linesBytes;
}

export function encodeRecord(segment: string, offset: number, lines: Buffer): Buffer {
  const name = Buffer.from(segment);
  const record = Buffer.allocUnsafe(HEADER_BYTES + name.length + lines.length);
  record.writeUInt32LE(name.length, NAME_SIZE_AT);
  record.writeUInt32LE(lines.length, LINES_SIZE_AT);
  record.writeDoubleLE(offset, OFFSET_AT);
  name.copy(record, HEADER_BYTES);
  lines.copy(record, HEADER_BYTES + name.length);
  record.writeUInt32LE(crc32(record.subarray(NAME_SIZE_AT)), 0);
  return record;
}

/**
 * The records from the beginning of a journal as long as each follows on the one before: what lies behind is of an
 * earlier round, or was never finished. Joined, as one run of lines in one segment; undefined when there are none.
 */
export function decodeJournal(bytes: Buffer): JournalRecord | undefined {
  const records: JournalRecord[] = [];
  let offset: number | undefined;
  for (let at = 0; ; ) {
    const found = decodeRecord(bytes, at);
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
