import { open } from "node:fs/promises";
import { registerMp3Encoder } from "@mediabunny/mp3-encoder";
import { AudioSample, AudioSampleSource, Mp3OutputFormat, NullTarget, Output } from "mediabunny";
import { audioFailure } from "./audio-errors";
import type { PcmBlock } from "./meter";
import { buildInfoFrame } from "./mp3-info-frame";
import type { OpenSource } from "./open-source";
import { PREVIEW_BITRATE_BPS, previewRateHz } from "./preview-format";

export interface Mp3Input {
  source: OpenSource;
  path: string;
  signal: AbortSignal;
  onProgress?: (fraction: number) => void;
  /** That of a preview unless said. */
  bitrateBps?: number;
}

let isRegistered = false;

/** Mediabunny keeps one list of encoders a process; registering twice would add it twice. */
function registerOnce(): void {
  if (isRegistered) return;
  isRegistered = true;
  registerMp3Encoder();
}

/**
 * Encodes a source as MP3 in process (LAME as WebAssembly) and answers its length in seconds.
 * The file is written here rather than by Mediabunny, whose Xing frame has no room for the encoder's delay.
 */
export async function encodeMp3(input: Mp3Input): Promise<number> {
  const { source, path, signal, onProgress, bitrateBps = PREVIEW_BITRATE_BPS } = input;
  registerOnce();
  const { sampleRateHz, channels, expectedFrames } = source.probe;
  const rateHz = previewRateHz(sampleRateHz);
  const packets: Uint8Array[] = [];
  const track = new AudioSampleSource({
    codec: "mp3",
    bitrate: bitrateBps,
    transform: { numberOfChannels: Math.min(2, channels), sampleRate: rateHz },
    onEncodedPacket: (packet) => void packets.push(packet.data),
  });
  const output = new Output({ format: new Mp3OutputFormat({ xingHeader: false }), target: new NullTarget() });
  output.addAudioTrack(track);
  const file = await open(path, "w");
  try {
    const writer = new Mp3Writer((bytes, at) => file.write(bytes, 0, bytes.length, at));
    await output.start();
    let frames = 0;
    for await (const block of source.blocks()) {
      signal.throwIfAborted();
      const sample = toSample(block, sampleRateHz, frames);
      frames += sample.numberOfFrames;
      await track.add(sample);
      sample.close();
      await writer.write(packets.splice(0));
      if (expectedFrames) onProgress?.(Math.min(1, frames / expectedFrames));
    }
    if (frames === 0) throw audioFailure("empty");
    await output.finalize();
    await writer.write(packets.splice(0));
    await writer.finish(Math.round((frames * rateHz) / sampleRateHz));
    return frames / sampleRateHz;
  } finally {
    if (output.state !== "finalized") await output.cancel();
    await file.close();
  }
}

function toSample(block: PcmBlock, sampleRateHz: number, atFrame: number): AudioSample {
  const frames = block[0]?.length ?? 0;
  const data = new Float32Array(frames * block.length);
  block.forEach((channel, c) => {
    data.set(channel, c * frames);
  });
  return new AudioSample({
    data,
    format: "f32-planar",
    numberOfChannels: block.length,
    sampleRate: sampleRateHz,
    timestamp: atFrame / sampleRateHz,
  });
}

/** Puts MP3 frames one after another behind an Info frame, which is filled in when the length is known. */
class Mp3Writer {
  private first: Uint8Array | null = null;
  private mp3Frames = 0;
  private sizeBytes = 0;

  constructor(private readonly writeAt: (bytes: Uint8Array, at: number) => Promise<unknown>) {}

  async write(packets: Uint8Array[]): Promise<void> {
    if (packets.length === 0) return;
    if (this.first === null) {
      this.first = packets[0] ?? null;
      this.sizeBytes = this.first?.length ?? 0;
    }
    const bytes = Buffer.concat(packets);
    await this.writeAt(bytes, this.sizeBytes);
    this.sizeBytes += bytes.length;
    this.mp3Frames += packets.length;
  }

  async finish(pcmFrames: number): Promise<void> {
    if (this.first === null) return;
    const { mp3Frames, sizeBytes } = this;
    await this.writeAt(buildInfoFrame(this.first, this.first.length, { mp3Frames, sizeBytes, pcmFrames }), 0);
  }
}
