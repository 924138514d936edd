import type { FileHandle } from "node:fs/promises";
import { CAF_LAYOUT, readView, walkChunks } from "./chunk-walk";
import { type PcmSource, pcmCodec } from "./pcm-source";

const DESC_BYTES = 32;
const LPCM = 0x6c70636d;
const FLAG_FLOAT = 1;
const FLAG_LITTLE_ENDIAN = 2;
/** A count of edits lies before the sound. */
const DATA_HEADER_BYTES = 4;

type Format = Omit<PcmSource, "dataStart" | "dataBytes" | "promisedBytes">;

/** Reads Apple's Core Audio Format; null when there is no description or no data chunk. */
export async function readCafHeader(file: FileHandle, sizeBytes: number): Promise<PcmSource | null> {
  let format: Format | null = null;
  for await (const { id, bodyStart, bodyBytes } of walkChunks(file, CAF_LAYOUT)) {
    if (id === "desc") format = readDescription(await readView(file, bodyStart, DESC_BYTES));
    if (id !== "data") continue;
    if (format === null) return null;
    const dataStart = bodyStart + DATA_HEADER_BYTES;
    const available = Math.max(0, sizeBytes - dataStart);
    const promisedBytes = bodyBytes === null ? null : Math.max(0, bodyBytes - DATA_HEADER_BYTES);
    return { ...format, dataStart, dataBytes: Math.min(available, promisedBytes ?? available), promisedBytes };
  }
  return null;
}

function readDescription(view: DataView): Format {
  const rate = view.getFloat64(0);
  const flags = view.getUint32(12);
  const blockAlign = view.getUint32(16);
  const channels = view.getUint32(24);
  const sampleBytes = Math.ceil(view.getUint32(28) / 8);
  const kind = flags & FLAG_FLOAT ? "float" : "signed";
  const isPcm = view.getUint32(8) === LPCM && blockAlign === channels * sampleBytes;
  return {
    codec: isPcm ? pcmCodec({ kind, sampleBytes, isLittleEndian: (flags & FLAG_LITTLE_ENDIAN) !== 0 }) : null,
    ...{ channels, blockAlign, bitDepth: sampleBytes * 8 },
    sampleRateHz: Number.isFinite(rate) ? Math.round(rate) : 0,
  };
}
