import { ANALYZER_VERSION, type AudioAnalysis, type PeakBits } from "./audio-analysis";
import { audioFailure } from "./audio-errors";
import { hashFile } from "./hash-file";
import { type OpenSource, openSource } from "./open-source";
import { SignalAnalyzer, type SignalResult } from "./signal-analyzer";
import type { Container } from "./sniff";
import { LONGEST_SOUND_SEC } from "./source-probe";
import type { AudioTools } from "./tools";

export interface AnalyzeInput {
  /** A private temporary file; nothing else may write to it meanwhile. */
  path: string;
  /** As `sniffFile` told it. */
  container: Container;
  tools: AudioTools;
  signal?: AbortSignal;
  /** Called with 0..1, at most about a hundred times. */
  onProgress?: (fraction: number) => void;
  /** Of all its bytes, where it was hashed on its way here; else it is hashed beside the measuring. */
  sha256?: string;
  /** Called before the sound is decoded, if `sha256` is known. */
  onVerified?: (file: VerifiedFile) => void;
  /** Depth of the peaks; 8 unless asked. */
  peakBits?: PeakBits;
  /** Also the shape of each channel by itself. */
  hasChannelPeaks?: boolean;
}

/** What is known of a file that is whole and of the kind it was taken for, before its sound is decoded. */
export interface VerifiedFile {
  /** Of all its bytes, hexadecimal. */
  sha256: string;
  /** As its own structure says; null where only decoding tells. */
  durationSec: number | null;
}

const PROGRESS_STEP = 0.01;

/**
 * Measures a file in one decoding pass, in memory that does not grow beyond that of the first hours of sound.
 * Throws AppError `invalid_input` with reason `empty`, `not_audio`, `truncated`, `too_long`, `no_audio_stream`, `needs_ffmpeg`
 * or `decode_failed`; the signal's reason when aborted.
 */
export async function analyzeAudio(input: AnalyzeInput): Promise<AudioAnalysis> {
  const stop = new AbortController();
  const signal = input.signal ? AbortSignal.any([input.signal, stop.signal]) : stop.signal;
  const source = await openSource({ path: input.path, container: input.container, tools: input.tools, signal });
  if (input.sha256 !== undefined) input.onVerified?.({ sha256: input.sha256, durationSec: promisedSec(source) });
  const measuring = measure(source, input, signal);
  const hashing = input.sha256 ?? hashFile(input.path, signal);
  try {
    const [result, sha256] = await Promise.all([measuring, hashing]);
    return assemble(source, result, sha256);
  } catch (error) {
    stop.abort(error);
    // Both end by the same abort before the file is closed under them; the first failure is the one to tell.
    await Promise.allSettled([measuring, hashing]);
    input.signal?.throwIfAborted();
    throw error;
  } finally {
    await source.close();
  }
}

function promisedSec({ probe: { expectedFrames, sampleRateHz } }: OpenSource): number | null {
  return expectedFrames === null ? null : expectedFrames / sampleRateHz;
}

async function measure(source: OpenSource, input: AnalyzeInput, signal: AbortSignal): Promise<SignalResult> {
  const { probe } = source;
  const analyzer = new SignalAnalyzer({ ...probe, peakBits: input.peakBits, hasChannelPeaks: input.hasChannelPeaks });
  let told = 0;
  for await (const block of source.blocks()) {
    signal.throwIfAborted();
    analyzer.push(block);
    if (analyzer.frames > probe.sampleRateHz * LONGEST_SOUND_SEC) throw audioFailure("too_long");
    const fraction = probe.expectedFrames ? Math.min(1, analyzer.frames / probe.expectedFrames) : 0;
    if (fraction - told >= PROGRESS_STEP) {
      told = fraction;
      input.onProgress?.(fraction);
    }
  }
  if (analyzer.frames === 0) throw audioFailure(probe.expectedFrames ? "decode_failed" : "empty");
  if (source.container === "flac" && analyzer.frames < (probe.expectedFrames ?? 0)) throw audioFailure("truncated");
  input.onProgress?.(1);
  return analyzer.finish();
}

function assemble(source: OpenSource, result: SignalResult, sha256: string): AudioAnalysis {
  const { codec, isLossless, sampleRateHz, channels, bitDepth } = source.probe;
  const { frames, peaks, loudness, signal, timeline, tempo, key } = result;
  const durationSec = frames / sampleRateHz;
  const bitrateBps = source.probe.bitrateBps ?? Math.round((source.sizeBytes * 8) / durationSec);
  return {
    schemaVersion: 1,
    analyzerVersion: ANALYZER_VERSION,
    engine: source.engine,
    source: {
      ...{ sha256, sizeBytes: source.sizeBytes, container: source.container, codec, isLossless },
      ...{ sampleRateHz, channels, bitDepth, bitrateBps, durationSec, frames },
    },
    peaks,
    loudness,
    signal,
    timeline,
    tempo,
    key,
    metadata: source.metadata,
    warnings: source.isMetadataUnreadable ? ["metadata_unreadable"] : [],
  };
}
