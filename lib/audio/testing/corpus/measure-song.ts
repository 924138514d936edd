import { readFile } from "node:fs/promises";
import type { KeyFacts, TempoFacts } from "../../audio-analysis";
import { Kernels } from "../../kernels/kernels";
import { BLOCK_FRAMES } from "../../meter";
import { MusicMeter } from "../../music/music-meter";

const RATE_HZ = 44_100;
const HEADER_BYTES = 44;

type Curves = ReturnType<MusicMeter["readCurves"]>;

/** Tempo and key of a 16-bit stereo WAV of 44.1 kHz with a plain header, as fluidsynth writes it. */
export async function measureSong(wavPath: string): Promise<{ tempo: TempoFacts | null; key: KeyFacts | null }> {
  return (await feed(wavPath)).finish();
}

export async function readCurves(wavPath: string): Promise<Curves> {
  return (await feed(wavPath)).readCurves();
}

async function feed(wavPath: string): Promise<MusicMeter> {
  const bytes = await readFile(wavPath);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, (bytes.length - HEADER_BYTES) >> 1);
  const kernels = new Kernels();
  const meter = new MusicMeter(RATE_HZ, kernels);
  const block = kernels.planes(2, BLOCK_FRAMES);
  const frames = samples.length >> 1;
  for (let from = 0; from < frames; from += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, frames - from);
    block.forEach((channel, c) => {
      for (let i = 0; i < count; i++) channel[i] = (samples[2 * (from + i) + c] ?? 0) / 32_768;
    });
    meter.process(block, count);
  }
  return meter;
}
