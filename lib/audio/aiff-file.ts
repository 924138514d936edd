import type { FileHandle } from "node:fs/promises";
import { AIFF_LAYOUT, readView, walkChunks } from "./chunk-walk";
import { type PcmCodec, type PcmSource, pcmCodec } from "./pcm-source";

const COMM_BYTES = 22;
/** Behind the chunk's header: how far the sound starts in, and a block size that nobody uses. */
const SSND_HEADER_BYTES = 8;

type Common = Omit<PcmSource, "dataStart" | "dataBytes" | "promisedBytes"> & { frames: number };
interface SoundPlace {
  dataStart: number;
  chunkBytes: number;
}

/** Reads AIFF and AIFF-C; the two chunks that matter may stand in any order. Null when one is missing. */
export async function readAiffHeader(file: FileHandle, sizeBytes: number): Promise<PcmSource | null> {
  let common: Common | null = null;
  let sound: SoundPlace | null = null;
  for await (const { id, bodyStart, bodyBytes } of walkChunks(file, AIFF_LAYOUT)) {
    if (id === "COMM") common = readCommon(await readView(file, bodyStart, COMM_BYTES), bodyBytes ?? 0);
    if (id === "SSND") {
      const offset = (await readView(file, bodyStart, SSND_HEADER_BYTES)).getUint32(0);
      const skipped = SSND_HEADER_BYTES + offset;
      sound = { dataStart: bodyStart + skipped, chunkBytes: Math.max(0, (bodyBytes ?? 0) - skipped) };
    }
    if (common && sound) break;
  }
  if (common === null || sound === null) return null;
  const { frames, ...format } = common;
  const { dataStart, chunkBytes } = sound;
  const promisedBytes = format.codec === null ? chunkBytes : Math.min(chunkBytes, frames * format.blockAlign);
  return {
    ...format,
    dataStart,
    dataBytes: Math.max(0, Math.min(promisedBytes, sizeBytes - dataStart)),
    promisedBytes,
  };
}

function readCommon(view: DataView, chunkBytes: number): Common {
  const channels = view.getUint16(0);
  const sampleBytes = Math.ceil(view.getUint16(6) / 8);
  const compression = chunkBytes >= COMM_BYTES ? view.getUint32(18) : null;
  const codec = codecOf(compression, sampleBytes);
  return {
    codec,
    channels,
    sampleRateHz: readExtended(view, 8),
    blockAlign: channels * sampleBytes,
    bitDepth: sampleBytes * 8,
    frames: view.getUint32(2),
  };
}

function codecOf(compression: number | null, sampleBytes: number): PcmCodec | null {
  const signed = (isLittleEndian: boolean) => pcmCodec({ kind: "signed", sampleBytes, isLittleEndian });
  if (compression === null) return signed(false);
  const name = String.fromCharCode(...[24, 16, 8, 0].map((shift) => (compression >> shift) & 0xff));
  if (name === "NONE" || name === "twos" || name === "in24" || name === "in32") return signed(false);
  if (name === "sowt") return signed(true);
  if (name === "raw ") return sampleBytes === 1 ? "pcm_u8" : null;
  if (/^fl(32|64)$/i.test(name)) return pcmCodec({ kind: "float", sampleBytes, isLittleEndian: false });
  return null;
}

/** An 80-bit floating point number (IEEE 754 extended), as AIFF writes rates; 0 for what is no rate. */
function readExtended(view: DataView, at: number): number {
  const exponent = view.getUint16(at) - 16_383 - 31;
  const rate = view.getUint32(at + 2) * 2 ** exponent + view.getUint32(at + 6) * 2 ** (exponent - 32);
  return Number.isFinite(rate) ? Math.round(rate) : 0;
}
