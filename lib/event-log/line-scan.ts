import { INLINE_MAX_BYTES } from "./inline-io";
import type { SegmentFile } from "./segment";

/** As much as is read at once without the thread pool, and as stays in a processor's cache while it is looked at. */
const CHUNK_BYTES = INLINE_MAX_BYTES;
const NEWLINE = 10;

export interface LineVisitor {
  /** Bytes `start` up to the newline at `end` are a line that begins at byte `offset` of the file. */
  onLine: (bytes: Buffer, start: number, end: number, offset: number) => void;
  /** Called after the lines of a chunk, with the bytes of all of them and their newlines. */
  onChunk?: (lines: Buffer) => void | Promise<void>;
}

/**
 * Hands every newline-terminated line of a file to the visitor, in buffers that are used again.
 * @returns where the last whole line ends, and how many unterminated bytes follow.
 */
export async function scanLines(
  segment: SegmentFile,
  { onLine, onChunk }: LineVisitor,
): Promise<{ endOffset: number; tailBytes: number }> {
  let buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let endOffset = 0;
  let filled = 0;
  for (;;) {
    // Only a line that is longer than the buffer fills it whole.
    if (filled === buffer.length) buffer = growBuffer(buffer);
    const added = await segment.readInto(buffer, filled, buffer.length - filled, endOffset + filled);
    if (added === 0) return { endOffset, tailBytes: filled };
    const linesEnd = buffer.lastIndexOf(NEWLINE, filled + added - 1) + 1;
    for (let start = 0; start < linesEnd; ) {
      // What was left over from the chunk before holds no newline: that is why it was left over.
      const end = buffer.indexOf(NEWLINE, start === 0 ? filled : start);
      onLine(buffer, start, end, endOffset + start);
      start = end + 1;
    }
    if (linesEnd > 0) await onChunk?.(buffer.subarray(0, linesEnd));
    filled += added;
    buffer.copy(buffer, 0, linesEnd, filled);
    filled -= linesEnd;
    endOffset += linesEnd;
  }
}

function growBuffer(buffer: Buffer): Buffer<ArrayBuffer> {
  const grown = Buffer.allocUnsafeSlow(buffer.length * 2);
  buffer.copy(grown);
  return grown;
}
