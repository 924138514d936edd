/** Bytes of a file from `at` on; fewer where it ends. */
export type ReadAt = (at: number, length: number) => Promise<Uint8Array>;

export interface WavChunk {
  id: string;
  bodyStart: number;
  /** As far as the file really goes. */
  bodyBytes: number;
}

export interface WavMap {
  /** RIFF, RF64 or BW64. */
  form: string;
  chunks: WavChunk[];
  sampleRateHz: number;
  blockAlign: number;
}

const STREAMED = 0xffffffff;
const MOST_CHUNKS = 4096;
const FMT_BYTES = 16;

/** Where the chunks of a WAV lie (EBU Tech 3306, ITU-R BS.2088). Null: it is none, or has no format or no sound. */
export async function mapWav(readAt: ReadAt, sizeBytes: number): Promise<WavMap | null> {
  const head = Buffer.from(await readAt(0, 12));
  if (head.length < 12 || head.toString("latin1", 8, 12) !== "WAVE") return null;
  const form = head.toString("latin1", 0, 4);
  if (!["RIFF", "RF64", "BW64"].includes(form)) return null;
  const chunks = await walk(readAt, sizeBytes);
  const format = chunks.find(({ id }) => id === "fmt ");
  if (!format || format.bodyBytes < FMT_BYTES || !chunks.some(({ id }) => id === "data")) return null;
  const body = Buffer.from(await readAt(format.bodyStart, FMT_BYTES));
  const [sampleRateHz, blockAlign] = [body.readUInt32LE(4), body.readUInt16LE(12)];
  return sampleRateHz > 0 && blockAlign > 0 ? { form, chunks, sampleRateHz, blockAlign } : null;
}

async function walk(readAt: ReadAt, sizeBytes: number): Promise<WavChunk[]> {
  const chunks: WavChunk[] = [];
  let size64: number | null = null;
  let at = 12;
  while (chunks.length < MOST_CHUNKS) {
    const header = Buffer.from(await readAt(at, 8));
    if (header.length < 8) break;
    const [id, bodyStart, size] = [header.toString("latin1", 0, 4), at + 8, header.readUInt32LE(4)];
    if (id === "ds64") size64 = Number(Buffer.from(await readAt(bodyStart, 16)).readBigUInt64LE(8));
    const promised = size === STREAMED ? (id === "data" ? size64 : null) : size;
    const left = sizeBytes - bodyStart;
    // Recorders that stream leave all ones, or nothing, where the length should be.
    const isOpen = promised === null || (id === "data" && promised === 0);
    const bodyBytes = isOpen ? left : Math.min(left, promised);
    chunks.push({ id, bodyStart, bodyBytes });
    at = bodyStart + bodyBytes + (bodyBytes % 2);
  }
  return chunks;
}
