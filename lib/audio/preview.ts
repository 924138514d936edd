import { stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/lib/core/errors";
import type { AnalyzeInput } from "./analyze";
import { startTool } from "./child-process";
import { runLimits } from "./ffmpeg-decode";
import { inputArguments, probeWithFfprobe, throwUnlessOk } from "./ffprobe";
import { type OpenSource, openSource } from "./open-source";
import { PREVIEW_BITRATE_BPS, PREVIEW_FILES, type PreviewFormat } from "./preview-format";

/** Figures come first: encoding gives way to measuring, and still gets a tenth of a core beside two that measure. */
const NICENESS = 19;

export interface PreviewInput extends Pick<AnalyzeInput, "path" | "container" | "tools" | "signal" | "onProgress"> {
  /** A private folder; the preview is written into it under a fixed name. */
  outputFolder: string;
  /** AAC unless said; without FFmpeg it is always MP3. */
  format?: PreviewFormat;
  /** How long the encoder may take by the clock; by its processor time unless said. */
  timeoutMs?: number;
}

/** A file every browser plays, on the same time line as the source. */
export interface Preview {
  path: string;
  codec: PreviewFormat;
  container: "m4a" | "ogg" | "mp3";
  contentType: string;
  sizeBytes: number;
  durationSec: number;
}

/**
 * Makes the file that is listened to: AAC-LC in M4A (or what was asked for) with FFmpeg, MP3 without it.
 * Throws as `analyzeAudio` does.
 */
export async function makePreview(input: PreviewInput): Promise<Preview> {
  const signal = input.signal ?? new AbortController().signal;
  const source = await openSource({ path: input.path, container: input.container, tools: input.tools, signal });
  try {
    const { ffmpegPath, ffprobePath } = input.tools;
    if (ffmpegPath !== null && ffprobePath !== null) {
      return await encodeWithFfmpeg({ ffmpegPath, ffprobePath }, input, source, signal);
    }
    // Loaded here, so that a machine with FFmpeg never pays for an encoder it does not use.
    const { encodeMp3 } = await import("./mp3-preview");
    const { name, container, contentType } = PREVIEW_FILES.mp3;
    const path = join(input.outputFolder, name);
    const durationSec = await encodeMp3({ source, path, signal, onProgress: input.onProgress });
    const { size: sizeBytes } = await stat(path);
    return { path, codec: "mp3", container, contentType, sizeBytes, durationSec };
  } finally {
    await source.close();
  }
}

async function encodeWithFfmpeg(
  tools: { ffmpegPath: string; ffprobePath: string },
  { path: sourcePath, outputFolder, onProgress, format = "aac", timeoutMs }: PreviewInput,
  { probe, container }: OpenSource,
  signal: AbortSignal,
): Promise<Preview> {
  const file = PREVIEW_FILES[format];
  const path = join(outputFolder, file.name);
  const args = [
    ...["-nostdin", "-v", "error", "-nostats", "-progress", "pipe:1", ...inputArguments(sourcePath, container)],
    ...["-map", "0:a:0", "-vn", "-sn", "-dn", "-filter_threads", "1", "-map_metadata", "-1", "-map_chapters", "-1"],
    ...["-ar", String(file.rateHz(probe.sampleRateHz)), "-ac", String(Math.min(2, probe.channels))],
    ...[...file.encoder, "-y", `file:${path}`],
  ];
  const limits = runLimits(probe, PREVIEW_BITRATE_BPS / 4);
  const hooks = { timeoutMs: timeoutMs ?? limits.timeoutMs, niceness: NICENESS, signal };
  const tool = startTool(tools.ffmpegPath, args, { ...limits, ...hooks });
  tool.stdout.setEncoding("utf8").on("data", (text: string) => {
    const seconds = lastOutTimeSec(text);
    const expectedSec = (probe.expectedFrames ?? 0) / probe.sampleRateHz;
    if (seconds !== null && expectedSec > 0) onProgress?.(Math.min(1, seconds / expectedSec));
  });
  const exit = await tool.exit;
  if (exit.kind === "failed" && exit.stderr.includes("Unknown encoder")) throw encoderMissing(format);
  throwUnlessOk(exit);
  const [{ size: sizeBytes }, made] = await Promise.all([
    stat(path),
    probeWithFfprobe(tools.ffprobePath, path, file.demuxedAs, signal),
  ]);
  const durationSec = (made.expectedFrames ?? 0) / made.sampleRateHz;
  return { path, codec: format, container: file.container, contentType: file.contentType, sizeBytes, durationSec };
}

/** The host's to mend, not the file's fault. */
function encoderMissing(format: PreviewFormat): AppError {
  const message = `FFmpeg on this server can't encode ${format}. Set PREVIEW_FORMAT to aac, or install an FFmpeg that can.`;
  return new AppError("unavailable", "encoder_missing", message);
}

/** The newest position in FFmpeg's progress report. */
function lastOutTimeSec(report: string): number | null {
  const last = [...report.matchAll(/^out_time_us=(\d+)$/gm)].at(-1)?.[1];
  return last === undefined ? null : Number(last) / 1e6;
}
