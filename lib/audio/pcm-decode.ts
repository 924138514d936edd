import type { FileHandle } from "node:fs/promises";
import { readAiffHeader } from "./aiff-file";
import { audioFailure } from "./audio-errors";
import { readCafHeader } from "./caf-file";
import { Kernels } from "./kernels/kernels";
import type { PcmBlock } from "./meter";
import { PCM_CODINGS, type PcmCodec, type PcmSource } from "./pcm-source";
import { PcmUnpacker } from "./pcm-unpacker";
import type { Container } from "./sniff";
import { isPlausible, type SourceProbe } from "./source-probe";
import { readWavHeader } from "./wav-file";

type ReadHeader = (file: FileHandle, sizeBytes: number) => Promise<PcmSource | null>;

/** The containers that may hold plain samples. */
export const PCM_HEADERS: Partial<Record<Container, ReadHeader>> = {
  wav: readWavHeader,
  aiff: readAiffHeader,
  caf: readCafHeader,
};

export interface PcmDecoder {
  probe: SourceProbe;
  blocks(): AsyncGenerator<PcmBlock>;
}

/**
 * Opens plain samples in WAV, AIFF or CAF without any tool. `source` is what the container's header says.
 * Throws `needs_ffmpeg` for compressed sound, `decode_failed` for nonsense.
 */
export function openPcm(file: FileHandle, source: PcmSource | null): PcmDecoder {
  if (source === null || !isPlausible(source)) throw audioFailure("decode_failed", source);
  const { codec, channels, sampleRateHz, bitDepth, blockAlign, dataBytes } = source;
  if (codec === null) throw audioFailure("needs_ffmpeg", source);
  const probe: SourceProbe = {
    ...{ codec, isLossless: true, sampleRateHz, channels, bitDepth },
    bitrateBps: sampleRateHz * blockAlign * 8,
    expectedFrames: Math.floor(dataBytes / blockAlign),
    channelLayout: null,
  };
  return { probe, blocks: () => readBlocks(file, source, codec) };
}

async function* readBlocks(file: FileHandle, source: PcmSource, codec: PcmCodec): AsyncGenerator<PcmBlock> {
  const { blockAlign, channels, dataStart, dataBytes } = source;
  const unpacker = new PcmUnpacker(new Kernels(), PCM_CODINGS[codec], channels);
  const { bytes } = unpacker;
  for (let at = 0; at < dataBytes; at += bytes.length) {
    const { bytesRead } = await file.read(bytes, 0, Math.min(bytes.length, dataBytes - at), dataStart + at);
    yield unpacker.unpack(Math.floor(bytesRead / blockAlign));
  }
}
