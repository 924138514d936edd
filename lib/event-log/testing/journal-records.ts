import { encodeRecord as encodeInto, measureRecord } from "../journal-record";

/** As the journal writes it, in memory of its own that held something else before. */
export function encodeRecord(segment: string, offset: number, lines: Buffer, blockBytes = 1): Buffer {
  return encodeInto({ segment, offset, lines }, Buffer.alloc(measureRecord(lines.length, 512), 0xff), blockBytes);
}
