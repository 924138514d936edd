import { z } from "zod";
import { audioFailure, toolTooSlow } from "./audio-errors";
import { readTool, type ToolExit } from "./child-process";
import type { Container } from "./sniff";
import { isLosslessCodec, isPlausible, type SourceProbe } from "./source-probe";

/** Each thread takes address space, and a machine of many cores would start many. */
const THREADS = "2";
const PROBE_CPU_SEC = 20;
/** As with decoding, the clock goes on while others have the processor. */
const PROBE_TIMEOUT_MS = 80_000;
/** Decoding takes a few dozen megabytes; a file that makes FFmpeg ask for more than this is made for that. */
export const ADDRESS_SPACE_BYTES = 2 ** 30;

/** The one demuxer each container may be opened with: FFmpeg's own guess could pick one that opens other files. */
const DEMUXERS: Record<Container, string> = {
  wav: "wav",
  aiff: "aiff",
  flac: "flac",
  mp3: "mp3",
  ogg: "ogg",
  opus: "ogg",
  mp4: "mov",
  caf: "caf",
};

const probeSchema = z.object({
  streams: z.array(
    z.object({
      codec_name: z.string().optional(),
      sample_rate: z.coerce.number().int().optional(),
      channels: z.number().int().optional(),
      channel_layout: z.string().optional(),
      bits_per_sample: z.coerce.number().optional(),
      bits_per_raw_sample: z.coerce.number().optional(),
      bit_rate: z.coerce.number().optional(),
      duration: z.coerce.number().optional(),
    }),
  ),
  format: z.object({ bit_rate: z.coerce.number().optional(), duration: z.coerce.number().optional() }),
});

/** Arguments that open one local file and nothing else. */
export function inputArguments(path: string, container: Container): string[] {
  return ["-threads", THREADS, "-protocol_whitelist", "file,pipe", "-f", DEMUXERS[container], "-i", `file:${path}`];
}

/** Asks ffprobe for the first sound track. Throws `no_audio_stream` and as `throwUnlessOk`. */
export async function probeWithFfprobe(
  ffprobePath: string,
  path: string,
  container: Container,
  signal: AbortSignal,
): Promise<SourceProbe> {
  const entries =
    "stream=codec_name,sample_rate,channels,channel_layout,bits_per_sample,bits_per_raw_sample,bit_rate,duration:format=bit_rate,duration";
  const args = ["-v", "error", "-select_streams", "a:0", "-show_entries", entries, "-of", "json"];
  const { exit, text } = await readTool(ffprobePath, [...args, ...inputArguments(path, container)], {
    timeoutMs: PROBE_TIMEOUT_MS,
    signal,
    resources: { addressSpaceBytes: ADDRESS_SPACE_BYTES, cpuSec: PROBE_CPU_SEC, fileBytes: 0 },
  });
  throwUnlessOk(exit);
  const { streams, format } = probeSchema.parse(JSON.parse(text));
  const [stream] = streams;
  if (!stream) throw audioFailure("no_audio_stream");
  const { codec_name: codec = "unknown", sample_rate: sampleRateHz = 0, channels = 0 } = stream;
  if (!isPlausible({ sampleRateHz, channels })) throw audioFailure("decode_failed", { sampleRateHz, channels });
  const durationSec = stream.duration ?? format.duration;
  const isLossless = isLosslessCodec(codec);
  return {
    codec,
    isLossless,
    sampleRateHz,
    channels,
    bitDepth: (isLossless && (stream.bits_per_raw_sample || stream.bits_per_sample)) || null,
    bitrateBps: stream.bit_rate || format.bit_rate || null,
    expectedFrames: durationSec === undefined ? null : Math.round(durationSec * sampleRateHz),
    channelLayout: readLayout(stream.channel_layout),
  };
}

/** A layout in the words a filter takes: a standing name, or the channels of "3 channels (FL+FR+LFE)". */
function readLayout(text: string | undefined): string | null {
  if (text === undefined) return null;
  return /^[\d.]*[a-z]*(\([a-z-]+\))?$/.exec(text)?.[0] || (/\(([A-Z]+(?:\+[A-Z]+)*)\)$/.exec(text)?.[1] ?? null);
}

/**
 * Turns a tool's end into what the caller must hear: the caller's own abort, a file that can't be decoded, or a machine that is
 * too busy. Throws `decode_failed`; AppError unavailable `audio_tool_slow`.
 */
export function throwUnlessOk(exit: ToolExit): void {
  if (exit.kind === "ok") return;
  if (exit.kind === "aborted") throw exit.reason;
  if (exit.kind === "not_started") throw exit.error;
  if (exit.kind === "timed_out") throw toolTooSlow();
  throw audioFailure("decode_failed", exit);
}
