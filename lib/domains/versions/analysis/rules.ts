import type { AudioAnalysis } from "@/lib/audio/audio-analysis";
import { nameCamelot } from "@/lib/audio/key/key-name";
import { thinCurve } from "@/lib/audio/loudness-curve";
import { AppError } from "@/lib/core/errors";
import { type AnalysisFacts, type AnalysisStage, LONGEST_CURVE } from "../schema";

/** How much of the whole the measuring is; the rest is the preview. */
export const MEASURED_PERCENT = 60;
const ALMOST_DONE_PERCENT = 99;
/** Least time between two reports of progress. Each is a transaction and goes to everybody who looks; a song takes seconds. */
export const PROGRESS_EVERY_MS = 1_000;

/** What works longer without a word is given to the queue anew; what is in line for longer, if its line left it behind. */
const LEASE_MS = { inLine: 30 * 60_000, inWork: 10 * 60_000 };

export function leaseInWork(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS.inWork);
}

/** At the end of the line of a stage. */
export function inLine(stage: AnalysisStage, now: Date) {
  return { stage, queuedAt: now, begunAt: null, leaseUntil: new Date(now.getTime() + LEASE_MS.inLine) };
}

export function measuringPercent(fraction: number): number {
  return Math.floor(clamp(fraction) * MEASURED_PERCENT);
}

export function previewPercent(fraction: number): number {
  return Math.floor(MEASURED_PERCENT + clamp(fraction) * (ALMOST_DONE_PERCENT - MEASURED_PERCENT));
}

/** What the page shows of an analysis. */
export function toFacts(analysis: AudioAnalysis): AnalysisFacts {
  const { source, loudness, signal } = analysis;
  return {
    schemaVersion: 1,
    analyzerVersion: analysis.analyzerVersion,
    decoder: analysis.engine,
    sha256: source.sha256,
    codec: source.codec,
    isLossless: source.isLossless,
    sampleRateHz: source.sampleRateHz,
    channels: source.channels,
    bitDepth: source.bitDepth,
    bitrateBps: source.bitrateBps,
    durationSec: source.durationSec,
    ...loudness,
    rmsDbfs: signal.rmsDbfs,
    stereoCorrelation: signal.stereoCorrelation,
    isSilent: signal.isSilent,
    crestDb: signal.crestDb,
    shortTermCurve: thinCurve(analysis.timeline.shortTerm, LONGEST_CURVE),
    tempo: analysis.tempo,
    key: analysis.key,
  };
}

/** What a version's own row keeps of an analysis: lists show it, and songs are looked for by it. */
export interface Measures {
  durationMs: number;
  tempoBpm: number | null;
  camelot: string | null;
}

export function toMeasures({ source, tempo, key }: Pick<AudioAnalysis, "source" | "tempo" | "key">): Measures {
  return {
    durationMs: Math.round(source.durationSec * 1000),
    tempoBpm: tempo?.bpm ?? null,
    camelot: key ? nameCamelot(key) : null,
  };
}

/** A failure that trying again can't mend, with what to tell the band; null for one that it may. */
export function readFinalFailure(error: unknown): { reason: string; message: string } | null {
  const isFinal = error instanceof AppError && (error.code === "invalid_input" || error.code === "gone");
  return isFinal ? { reason: error.reason, message: error.message } : null;
}

/** Told when every try failed for reasons of ours. */
export const GAVE_UP = {
  reason: "analysis_failed",
  message: "We could not analyze this version after several tries. The file is safe; press Try again in a while.",
} as const;

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
