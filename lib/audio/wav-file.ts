import type { FileHandle } from "node:fs/promises";
import { RIFF_LAYOUT, walkChunks } from "./chunk-walk";

/** A WAV header: `dataBytes` is what is really in the file, `promisedBytes` what the header says (null: until the end). */
export interface WavHeader {
  formatTag: number;
  channels: number;
  sampleRateHz: number;
  blockAlign: number;
  bitDepth: number;
  dataStart: number;
  dataBytes: number;
  promisedBytes: number | null;
}

export const WAV_FORMAT_PCM = 1;
export const WAV_FORMAT_FLOAT = 3;
const WAV_FORMAT_EXTENSIBLE = 0xfffe;
const FMT_BYTES = 40;

/** Reads RIFF, RF64 and BW64 headers (EBU Tech 3306, ITU-R BS.2088); null when there is no format or no data chunk. */
export async function readWavHeader(file: FileHandle, sizeBytes: number): Promise<WavHeader | null> {
  let format: Pick<WavHeader, "formatTag" | "channels" | "sampleRateHz" | "blockAlign" | "bitDepth"> | null = null;
  let size64: number | null = null;
  for await (const { id, bodyStart, bodyBytes } of walkChunks(file, RIFF_LAYOUT)) {
    if (id === "ds64") size64 = Number((await readView(file, bodyStart, 16)).getBigUint64(8, true));
    if (id === "fmt ") format = readFormat(await readView(file, bodyStart, FMT_BYTES));
    if (id !== "data") continue;
    if (format === null) return null;
    const available = Math.max(0, sizeBytes - bodyStart);
    // Recorders that stream leave 0 or all ones where the length should be.
    const promisedBytes = size64 ?? (bodyBytes === 0 ? null : bodyBytes);
    const dataBytes = Math.min(available, promisedBytes ?? available);
    return { ...format, dataStart: bodyStart, dataBytes, promisedBytes };
  }
  return null;
}

function readFormat(view: DataView): Omit<WavHeader, "dataStart" | "dataBytes" | "promisedBytes"> {
  const tag = view.getUint16(0, true);
  return {
    formatTag: tag === WAV_FORMAT_EXTENSIBLE ? view.getUint16(24, true) : tag,
    channels: view.getUint16(2, true),
    sampleRateHz: view.getUint32(4, true),
    blockAlign: view.getUint16(12, true),
    bitDepth: view.getUint16(14, true),
  };
}

async function readView(file: FileHandle, at: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  await file.read(bytes, 0, length, at);
  return new DataView(bytes.buffer);
}
