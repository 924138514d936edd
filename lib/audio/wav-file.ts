import type { FileHandle } from "node:fs/promises";
import { RIFF_LAYOUT, readView, walkChunks } from "./chunk-walk";
import { type PcmSource, pcmCodec } from "./pcm-source";

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const FMT_BYTES = 40;

type Format = Omit<PcmSource, "dataStart" | "dataBytes" | "promisedBytes">;

/** Reads RIFF, RF64 and BW64 headers (EBU Tech 3306, ITU-R BS.2088); null when there is no format or no data chunk. */
export async function readWavHeader(file: FileHandle, sizeBytes: number): Promise<PcmSource | null> {
  let format: Format | null = null;
  let size64: number | null = null;
  for await (const { id, bodyStart, bodyBytes } of walkChunks(file, RIFF_LAYOUT)) {
    if (id === "ds64") size64 = Number((await readView(file, bodyStart, 16)).getBigUint64(8, true));
    if (id === "fmt ") format = readFormat(await readView(file, bodyStart, FMT_BYTES));
    if (id !== "data") continue;
    if (format === null) return null;
    const available = Math.max(0, sizeBytes - bodyStart);
    // Recorders that stream leave 0 or all ones where the length should be.
    const promisedBytes = (bodyBytes ?? size64) || null;
    const dataBytes = Math.min(available, promisedBytes ?? available);
    return { ...format, dataStart: bodyStart, dataBytes, promisedBytes };
  }
  return null;
}

function readFormat(view: DataView): Format {
  const outerTag = view.getUint16(0, true);
  const tag = outerTag === EXTENSIBLE ? view.getUint16(24, true) : outerTag;
  const channels = view.getUint16(2, true);
  const blockAlign = view.getUint16(12, true);
  const sampleBytes = Math.ceil(view.getUint16(14, true) / 8);
  const isWhole = blockAlign === channels * sampleBytes;
  const kind = tag === FLOAT ? "float" : sampleBytes === 1 ? "unsigned" : "signed";
  const isPcm = tag === PCM || tag === FLOAT;
  return {
    codec: isPcm && isWhole ? pcmCodec({ kind, sampleBytes, isLittleEndian: true }) : null,
    channels,
    sampleRateHz: view.getUint32(4, true),
    blockAlign,
    bitDepth: sampleBytes * 8,
  };
}
