import { startTool, type ToolLimits } from "./child-process";
import { ADDRESS_SPACE_BYTES, inputArguments, throwUnlessOk } from "./ffprobe";
import { Kernels } from "./kernels/kernels";
import type { PcmBlock } from "./meter";
import { PCM_CODINGS, type PcmCoding } from "./pcm-source";
import { PcmUnpacker } from "./pcm-unpacker";
import type { Container } from "./sniff";
import { LONGEST_SOUND_SEC, type SourceProbe } from "./source-probe";

/** Samples of so many bits take half as long through the pipe as floats. */
const SHORT_SAMPLE_BITS = 16;
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
  const splitter = new ChannelSplitter(probe.channels, PCM_CODINGS[pipedCodec(probe)]);
  try {
    for await (const bytes of tool.stdout) yield* splitter.split(bytes as Buffer);
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
  const codec = pipedCodec(probe);
  const format = [...layout, "-ar", String(sampleRateHz), "-c:a", codec, "-f", codec.slice("pcm_".length)];
  return [
    ...["-nostdin", "-v", "error", ...inputArguments(path, container)],
    ...["-map", "0:a:0", "-vn", "-sn", "-dn", "-filter_threads", "1", ...format, "pipe:1"],
  ];
}

/** What FFmpeg gives, without a bit lost: lossy sounds and floats may leave full scale. */
function pipedCodec({ bitDepth, codec, isLossless }: SourceProbe): "pcm_s16le" | "pcm_f32le" {
  const isShort = isLossless && bitDepth !== null && bitDepth <= SHORT_SAMPLE_BITS && !codec.startsWith("pcm_f");
  return isShort ? "pcm_s16le" : "pcm_f32le";
}

/** Cuts a byte stream of interleaved little-endian samples into channels, whatever the size of its pieces. */
export class ChannelSplitter {
  private readonly unpacker: PcmUnpacker;
  private readonly frameBytes: number;
  /** Bytes that wait for the rest of their frame. */
  private held = 0;

  constructor(channels: number, coding: PcmCoding) {
    this.frameBytes = channels * coding.sampleBytes;
    this.unpacker = new PcmUnpacker(new Kernels(), coding, channels);
  }

  /** The whole frames so far. The arrays are used again for the next block. */
  *split(piece: Uint8Array): Generator<PcmBlock> {
    const { bytes } = this.unpacker;
    for (let from = 0; from < piece.length; ) {
      const taken = piece.subarray(from, from + bytes.length - this.held);
      bytes.set(taken, this.held);
      from += taken.length;
      this.held += taken.length;
      const frames = Math.floor(this.held / this.frameBytes);
      if (frames > 0) yield this.unpacker.unpack(frames);
      bytes.copyWithin(0, frames * this.frameBytes, this.held);
      this.held -= frames * this.frameBytes;
    }
  }
}
