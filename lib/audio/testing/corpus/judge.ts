import type { KeyName } from "../../audio-analysis";

/** The tolerance that tempo estimators are compared with. */
const TEMPO_TOLERANCE = 0.04;
const OCTAVES = [1, 2, 1 / 2, 3, 1 / 3];

export function isSameTempo(bpm: number, truth: number): boolean {
  return Math.abs(bpm / truth - 1) <= TEMPO_TOLERANCE;
}

/** Or the half, double, third or triple of it. */
export function isTempoOrOctave(bpm: number, truth: number): boolean {
  return OCTAVES.some((ratio) => isSameTempo(bpm, truth * ratio));
}

/** MIREX's weights: 1 for the key, 0.5 a fifth away, 0.3 for the relative key, 0.2 for the parallel one. */
export function scoreKey(told: KeyName, truth: KeyName): number {
  const above = (told.tonic - truth.tonic + 12) % 12;
  if (told.mode === truth.mode) return above === 0 ? 1 : above === 7 || above === 5 ? 0.5 : 0;
  if (above === 0) return 0.2;
  return above === (truth.mode === "major" ? 9 : 3) ? 0.3 : 0;
}

/** Seconds from a moment to the nearest of the beats, which rise. */
export function distanceToBeat(sec: number, beatSecs: Float64Array): number {
  return beatSecs.reduce((least, beat) => Math.min(least, Math.abs(beat - sec)), Number.POSITIVE_INFINITY);
}
