import { join } from "node:path";
import type { AnalyzeInput } from "./analyze";
import type { PcmBlock } from "./meter";
import { type OpenSource, openSource } from "./open-source";

/** With what an MP3 encoder adds at both ends it stays below 30 seconds. */
export const CLIP_SEC = 29;
/** Enough to tell instruments by, in a third of what a preview takes. */
const CLIP_BITRATE_BPS = 64_000;

export interface ClipInput
  extends Omit<AnalyzeInput, "peakBits" | "hasChannelPeaks" | "onProgress" | "onVerified" | "sha256"> {
  /** A private folder; the clip is written into it under a fixed name. */
  outputFolder: string;
  /** Where it begins; sound must follow there. */
  startSec: number;
}

export interface ClipFile {
  path: string;
  startSec: number;
  /** Shorter where the sound ends before. */
  durationSec: number;
}

/** Cuts up to `CLIP_SEC` out of a sound as a small mono MP3 that has no other text in it. Throws as `analyzeAudio` does. */
export async function makeClip(input: ClipInput): Promise<ClipFile> {
  const signal = input.signal ?? new AbortController().signal;
  const source = await openSource({ path: input.path, container: input.container, tools: input.tools, signal });
  try {
    const { encodeMp3 } = await import("./mp3-preview");
    const path = join(input.outputFolder, "clip.mp3");
    const cut = {
      ...source,
      probe: { ...source.probe, channels: 1, expectedFrames: null },
      blocks: () => cutMono(source, input.startSec),
    };
    const durationSec = await encodeMp3({ source: cut, path, signal, bitrateBps: CLIP_BITRATE_BPS });
    return { path, startSec: input.startSec, durationSec };
  } finally {
    await source.close();
  }
}

/** The mean of all channels, from a moment on; ends the decoding when it has enough. */
async function* cutMono(source: OpenSource, startSec: number): AsyncGenerator<PcmBlock> {
  const { sampleRateHz } = source.probe;
  const from = Math.round(startSec * sampleRateHz);
  const to = from + CLIP_SEC * sampleRateHz;
  let at = 0;
  for await (const block of source.blocks()) {
    const frames = block[0]?.length ?? 0;
    const [first, last] = [Math.max(0, from - at), Math.min(frames, to - at)];
    if (last > first) yield [mixDown(block, first, last)];
    at += frames;
    if (at >= to) return;
  }
}

function mixDown(block: PcmBlock, first: number, last: number): Float32Array {
  const mono = new Float32Array(last - first);
  for (const channel of block) {
    for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] ?? 0) + (channel[first + i] ?? 0) / block.length;
  }
  return mono;
}
