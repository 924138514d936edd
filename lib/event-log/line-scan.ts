import type { SegmentFile } from "./segment";

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/**
 * Hands every newline-terminated line of a file (without its newline) to `onLine`, with the byte it begins at.
 * @returns where the last whole line ends, and how many unterminated bytes follow.
 */
export async function scanLines(
  segment: SegmentFile,
  onLine: (line: Buffer, offset: number) => void,
): Promise<{ endOffset: number; tailBytes: number }> {
  let endOffset = 0;
  let position = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  for (;;) {
    const chunk = await segment.read(position, CHUNK_BYTES);
    if (chunk.length === 0) return { endOffset, tailBytes: restBytes };
    position += chunk.length;
    let lineStart = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, lineStart)) {
      const piece = chunk.subarray(lineStart, at);
      const line = restBytes === 0 ? piece : Buffer.concat([...rest, piece]);
      onLine(line, endOffset);
      endOffset += line.length + 1;
      lineStart = at + 1;
      rest = [];
      restBytes = 0;
    }
    rest.push(chunk.subarray(lineStart));
    restBytes += chunk.length - lineStart;
  }
}
