import { readSystemCode } from "./failures";
import { readLineKey, readVouchedLineKey } from "./format";
import { scanLines } from "./line-scan";
import type { SegmentEntry } from "./manifest";
import { SegmentFile } from "./segment";

/** Checks a segment's lines up to byte `offset`. When not all are sound up to there, `offset` is where the first bad one begins. */
export async function findLine(
  folder: string,
  { file, startCrc }: SegmentEntry,
  wanted: number,
): Promise<{ isSound: boolean; offset: number; lastSeq: number }> {
  const segment = await SegmentFile.open(folder, file, startCrc, true);
  try {
    let crc = startCrc;
    let soundUpTo = 0;
    let lastSeq = 0;
    await scanLines(segment, {
      onLine: (bytes, start, end, offset) => {
        const key = offset === soundUpTo && offset < wanted ? readLineKey(bytes, start, end, crc) : undefined;
        if (!key) return;
        crc = key.crc;
        lastSeq = key.seq;
        soundUpTo += end + 1 - start;
      },
    });
    return { isSound: soundUpTo === wanted, offset: soundUpTo, lastSeq };
  } finally {
    await segment.handle.close();
  }
}

/**
 * What segments hold from a byte of the first on. A number counts when its line fits the one before it.
 * `linesInLast` are the lines of the last segment that is there.
 */
export async function measureFrom(
  folder: string,
  entries: SegmentEntry[],
  fromOffset: number,
): Promise<{ bytes: number; lines: number; linesInLast: number; lastSeq: number }> {
  const found = { bytes: 0, lines: 0, linesInLast: 0, lastSeq: 0 };
  for (const [number, { file, startCrc }] of entries.entries()) {
    const segment = await openIfThere(folder, file, startCrc);
    if (!segment) continue;
    try {
      let crc = startCrc;
      found.linesInLast = 0;
      const onLine = (bytes: Buffer, start: number, end: number, offset: number) => {
        const isBehind = number > 0 || offset >= fromOffset;
        const key = readLineKey(bytes, start, end, crc);
        if (isBehind) found.linesInLast += 1;
        if (isBehind && key) found.lastSeq = Math.max(found.lastSeq, key.seq);
        crc = readVouchedLineKey(bytes, start, end)?.crc ?? 0;
      };
      const { endOffset, tailBytes } = await scanLines(segment, { onLine });
      found.lines += found.linesInLast;
      found.bytes += endOffset + tailBytes - (number === 0 ? fromOffset : 0);
    } finally {
      await segment.handle.close();
    }
  }
  return found;
}

async function openIfThere(folder: string, file: string, startCrc: number): Promise<SegmentFile | undefined> {
  return SegmentFile.open(folder, file, startCrc, true).catch((error: unknown) => {
    if (readSystemCode(error) === "ENOENT") return undefined;
    throw error;
  });
}
