import { startTool, type ToolLimits } from "./child-process";
import { ADDRESS_SPACE_BYTES, inputArguments, throwUnlessOk } from "./ffprobe";
import type { PcmBlock } from "./meter";
import type { Container } from "./sniff";
import { LONGEST_SOUND_SEC, type SourceProbe } from "./source-probe";

const BYTES_PER_SAMPLE = 4;
/** Headers, and the index of an M4A. */
const LEAST_FILE_BYTES = 2 ** 20;
/** A sound that does not tell its length gets the time of one of two hours. */
const UNKNOWN_LENGTH_SEC = 7200;
const LEAST_CPU_SEC = 60;
/** Decoding runs at a hundred times real time; half of real time means that something is stuck. */
const CPU_SEC_PER_SECOND = 0.5;
/** The clock goes on while others have the processor, which is not the file's fault. */
const CLOCK_PER_CPU = 4;

export interface FfmpegInput {
  ffmpegPath: string;
  path: string;
  container: Container;
  probe: SourceProbe;
  signal: AbortSignal;
}

/**
 * What a run over the whole sound may take of the machine, when it writes `bytesPerSec` into a file, and how long. A file that
 * keeps a tool busy meets the limit of processor time long before that of the clock.
 */
export function runLimits({ expectedFrames, sampleRateHz }: SourceProbe, bytesPerSec = 0): ToolLimits {
  const promisedSec = expectedFrames === null ? UNKNOWN_LENGTH_SEC : expectedFrames / sampleRateHz;
  const lengthSec = Math.min(LONGEST_SOUND_SEC, promisedSec);
  const cpuSec = LEAST_CPU_SEC + lengthSec * CPU_SEC_PER_SECOND;
  const fileBytes = bytesPerSec > 0 ? LEAST_FILE_BYTES + lengthSec * bytesPerSec : 0;
  const resources = { addressSpaceBytes: ADDRESS_SPACE_BYTES, cpuSec, fileBytes };
  return { timeoutMs: cpuSec * CLOCK_PER_CPU * 1000, resources };
}

/**
 * Streams the first sound track as planar floats, encoder delay trimmed by FFmpeg. Memory is bounded by the pipe:
 * FFmpeg waits while the consumer works. Leaving the loop early kills FFmpeg. Throws `decode_failed`.
 */
export async function* decodeWithFfmpeg(input: FfmpegInput): AsyncGenerator<PcmBlock> {
  const { probe, signal } = input;
  const tool = startTool(input.ffmpegPath, decodeArguments(input), { ...runLimits(probe), signal });
  const splitter = new ChannelSplitter(probe.channels);
  try {
    for await (const bytes of tool.stdout) {
      const block = splitter.split(bytes as Buffer);
      if (block) yield block;
    }
    throwUnlessOk(await tool.exit);
  } finally {
    tool.kill();
    await tool.exit;
  }
}

function decodeArguments({ path, container, probe }: FfmpegInput): string[] {
  // Rate and channels are pinned, or a file that changes them midway would shift everything after.
  // The layout is pinned by name: by number FFmpeg would mix the channels into its usual layout of that many.
  const { channelLayout, channels, sampleRateHz } = probe;
  const layout = channelLayout ? ["-af", `aformat=channel_layouts=${channelLayout}`] : ["-ac", String(channels)];
  const format = [...layout, "-ar", String(sampleRateHz), "-c:a", "pcm_f32le", "-f", "f32le"];
  return [
    ...["-nostdin", "-v", "error", ...inputArguments(path, container)],
    ...["-map", "0:a:0", "-vn", "-sn", "-dn", "-filter_threads", "1", ...format, "pipe:1"],
  ];
}

/** Cuts a byte stream of interleaved little-endian floats into channels, whatever the size of its pieces. */
export class ChannelSplitter {
  private rest: Uint8Array = new Uint8Array(0);
  private readonly frameBytes: number;
  private planar: Float32Array[] = [];

  constructor(private readonly channels: number) {
    this.frameBytes = channels * BYTES_PER_SAMPLE;
  }

  /** The whole frames so far, or null when there is none yet. The arrays are used again by the next call. */
  split(piece: Uint8Array): PcmBlock | null {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    const frames = Math.floor(bytes.length / this.frameBytes);
    this.rest = bytes.slice(frames * this.frameBytes);
    if (frames === 0) return null;
    const aligned = bytes.byteOffset % BYTES_PER_SAMPLE === 0 ? bytes : new Uint8Array(bytes);
    const samples = new Float32Array(aligned.buffer, aligned.byteOffset, frames * this.channels);
    return this.deinterleave(samples, frames);
  }

  private deinterleave(samples: Float32Array, frames: number): PcmBlock {
    if ((this.planar[0]?.length ?? 0) < frames) {
      this.planar = Array.from({ length: this.channels }, () => new Float32Array(frames));
    }
    return this.planar.map((target, c) => {
      for (let i = 0, from = c; i < frames; i++, from += this.channels) target[i] = samples[from] as number;
      return target.subarray(0, frames);
    });
  }
}
