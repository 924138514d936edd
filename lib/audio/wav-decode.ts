import type { FileHandle } from "node:fs/promises";
import { audioFailure } from "./audio-errors";
import type { PcmBlock } from "./meter";
import { isPlausible, type SourceProbe } from "./source-probe";
import { readWavHeader, WAV_FORMAT_FLOAT, WAV_FORMAT_PCM, type WavHeader } from "./wav-file";

type ReadSample = (view: DataView, at: number) => number;

/** Integers scale by a power of two in both directions, as FFmpeg and libsndfile do. */
const READERS: Record<string, { codec: string; read: ReadSample }> = {
  "1/8": { codec: "pcm_u8", read: (view, at) => (view.getUint8(at) - 128) / 128 },
  "1/16": { codec: "pcm_s16le", read: (view, at) => view.getInt16(at, true) / 32768 },
  "1/24": {
    codec: "pcm_s24le",
    read: (view, at) => (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8388608,
  },
  "1/32": { codec: "pcm_s32le", read: (view, at) => view.getInt32(at, true) / 2147483648 },
  "3/32": { codec: "pcm_f32le", read: (view, at) => view.getFloat32(at, true) },
  "3/64": { codec: "pcm_f64le", read: (view, at) => view.getFloat64(at, true) },
};
const READ_FRAMES = 16_384;

export interface WavSource {
  probe: SourceProbe;
  blocks(): AsyncGenerator<PcmBlock>;
}

/** Opens plain PCM WAV without any tool. Throws `needs_ffmpeg` for compressed WAV, `decode_failed` for nonsense. */
export async function openWav(file: FileHandle, sizeBytes: number): Promise<WavSource> {
  const header = await readWavHeader(file, sizeBytes);
  if (header === null || !isPlausible(header)) throw audioFailure("decode_failed", header);
  const reader = READERS[`${header.formatTag}/${header.bitDepth}`];
  const isPcm = header.formatTag === WAV_FORMAT_PCM || header.formatTag === WAV_FORMAT_FLOAT;
  if (!isPcm) throw audioFailure("needs_ffmpeg");
  if (!reader || header.blockAlign !== (header.channels * header.bitDepth) / 8)
    throw audioFailure("decode_failed", header);
  const { channels, sampleRateHz, bitDepth, blockAlign } = header;
  return {
    probe: {
      codec: reader.codec,
      isLossless: true,
      sampleRateHz,
      channels,
      bitDepth,
      bitrateBps: sampleRateHz * blockAlign * 8,
      expectedFrames: Math.floor(header.dataBytes / blockAlign),
    },
    blocks: () => readBlocks(file, header, reader.read),
  };
}

async function* readBlocks(file: FileHandle, header: WavHeader, read: ReadSample): AsyncGenerator<PcmBlock> {
  const { blockAlign, channels, dataStart, dataBytes } = header;
  const sampleBytes = blockAlign / channels;
  const bytes = new Uint8Array(READ_FRAMES * blockAlign);
  const view = new DataView(bytes.buffer);
  const planar = Array.from({ length: channels }, () => new Float32Array(READ_FRAMES));
  for (let at = 0; at < dataBytes; at += bytes.length) {
    const { bytesRead } = await file.read(bytes, 0, Math.min(bytes.length, dataBytes - at), dataStart + at);
    const frames = Math.floor(bytesRead / blockAlign);
    planar.forEach((target, c) => {
      for (let i = 0, from = c * sampleBytes; i < frames; i++, from += blockAlign) target[i] = read(view, from);
    });
    yield planar.map((channel) => channel.subarray(0, frames));
  }
}
