import type { MarkSheet } from "./mark-sheet";
import { mapWav, type ReadAt, type WavChunk, type WavMap } from "./wav-chunks";
import { type OwnCues, writeCueChunks } from "./wav-cues";

/** A stretch of a new file: its own bytes, or some of the source's. */
export type Stretch = { bytes: Uint8Array } | { from: number; length: number };

const LARGEST_RIFF = 0xffffffff;
const DS64_BYTES = 28;
const POINT_BYTES = 24;
/** More than people set by hand; a longer list is a broken one. */
const MOST_OWN_BYTES = 4_000_000;

/**
 * What a copy of a WAV with the marks as cues is made of: every chunk as it was, byte by byte, and the cues behind them. From 4 GiB
 * on it is an RF64. Null: the source is no WAV.
 */
export async function planWavCopy(readAt: ReadAt, sizeBytes: number, sheet: MarkSheet): Promise<Stretch[] | null> {
  const map = await mapWav(readAt, sizeBytes);
  if (!map) return null;
  const kept = map.chunks.filter(({ id }) => id !== "ds64" && id !== "cue ");
  const lists = await findWords(readAt, kept);
  const own: OwnCues = {
    points: await readPoints(readAt, map.chunks),
    words: Buffer.concat(lists.map(({ words }) => words)),
  };
  const copied = kept.filter((chunk) => !lists.some((list) => list.chunk === chunk));
  const cues = writeCueChunks(sheet, map.sampleRateHz, own);
  return assemble(map, copied, cues);
}

function assemble(map: WavMap, copied: WavChunk[], cues: Buffer): Stretch[] {
  const plainBytes = 4 + cues.length + copied.reduce((sum, { bodyBytes }) => sum + 8 + bodyBytes + (bodyBytes % 2), 0);
  const is64 = map.form !== "RIFF" || plainBytes > LARGEST_RIFF;
  const riffBytes = plainBytes + (is64 ? 8 + DS64_BYTES : 0);
  const form = is64 ? (map.form === "BW64" ? "BW64" : "RF64") : "RIFF";
  const stretches: Stretch[] = [{ bytes: writeHead(form, is64 ? LARGEST_RIFF : riffBytes) }];
  const dataBytes = copied.find(({ id }) => id === "data")?.bodyBytes ?? 0;
  if (is64)
    stretches.push({ bytes: writeDs64({ riffBytes, dataBytes, samples: Math.floor(dataBytes / map.blockAlign) }) });
  for (const { id, bodyStart, bodyBytes } of copied) {
    const head = Buffer.alloc(8);
    head.write(id, 0, "latin1");
    head.writeUInt32LE(is64 && id === "data" ? LARGEST_RIFF : bodyBytes, 4);
    stretches.push({ bytes: head }, { from: bodyStart, length: bodyBytes });
    if (bodyBytes % 2 === 1) stretches.push({ bytes: Buffer.alloc(1) });
  }
  return [...stretches, { bytes: cues }];
}

function writeHead(form: string, size: number): Buffer {
  const head = Buffer.alloc(12);
  head.write(form, 0, "latin1");
  head.writeUInt32LE(size, 4);
  head.write("WAVE", 8, "latin1");
  return head;
}

function writeDs64({
  riffBytes,
  dataBytes,
  samples,
}: {
  riffBytes: number;
  dataBytes: number;
  samples: number;
}): Buffer {
  const chunk = Buffer.alloc(8 + DS64_BYTES);
  chunk.write("ds64", 0, "latin1");
  chunk.writeUInt32LE(DS64_BYTES, 4);
  chunk.writeBigUInt64LE(BigInt(riffBytes), 8);
  chunk.writeBigUInt64LE(BigInt(dataBytes), 16);
  chunk.writeBigUInt64LE(BigInt(samples), 24);
  return chunk;
}

async function readPoints(readAt: ReadAt, chunks: WavChunk[]): Promise<Buffer> {
  const cue = chunks.find(({ id }) => id === "cue ");
  if (!cue || cue.bodyBytes < 4 || cue.bodyBytes > MOST_OWN_BYTES) return Buffer.alloc(0);
  const body = Buffer.from(await readAt(cue.bodyStart, cue.bodyBytes));
  const count = Math.min(body.readUInt32LE(0), Math.floor((body.length - 4) / POINT_BYTES));
  return body.subarray(4, 4 + count * POINT_BYTES);
}

/** The lists of words for cue points, which there may be several of; other lists are left alone. */
async function findWords(readAt: ReadAt, chunks: WavChunk[]): Promise<{ chunk: WavChunk; words: Buffer }[]> {
  const found: { chunk: WavChunk; words: Buffer }[] = [];
  for (const chunk of chunks) {
    if (chunk.id !== "LIST" || chunk.bodyBytes < 4 || chunk.bodyBytes > MOST_OWN_BYTES) continue;
    const body = Buffer.from(await readAt(chunk.bodyStart, chunk.bodyBytes));
    if (body.toString("latin1", 0, 4) === "adtl") found.push({ chunk, words: padEven(body.subarray(4)) });
  }
  return found;
}

function padEven(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
}
