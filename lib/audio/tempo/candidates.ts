import { likenessAt } from "./periodicity";
import type { Rhythm } from "./rhythm";

export const SLOWEST_BPM = 50;
export const FASTEST_BPM = 220;
const GRID_RATIO = 1.005;
/** How many of the periods that repeat best are looked at closely. */
const MOST_PERIODS = 6;
/** Two readings of less than this ratio are one. */
const SAME_RATIO = 1.06;
/** What a beat may be taken for: its half and double, and in threes. */
const RATIOS = [1, 2, 1 / 2, 3, 1 / 3, 3 / 2, 2 / 3, 4 / 3, 3 / 4];
const TOLERANCE = 0.004;
/** One, two, three and four beats later a song is like itself; this is how much each tells. */
const BEATS_LATER = [
  { beats: 1, weight: 1 },
  { beats: 2, weight: 0.5 },
  { beats: 3, weight: 0.25 },
  { beats: 4, weight: 0.35 },
];

/** Beats a minute that the sound may be read at: what repeats best, and the half and double of it. */
export function listCandidates(rhythm: Rhythm): number[] {
  const scored: { bpm: number; score: number }[] = [];
  for (let bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm *= GRID_RATIO)
    scored.push({ bpm, score: repetition(rhythm, bpm) });
  const peaks = scored.filter(({ score }, i) => {
    return score > 0 && score >= (scored[i - 1]?.score ?? 0) && score >= (scored[i + 1]?.score ?? 0);
  });
  peaks.sort((a, b) => b.score - a.score);
  const chosen: number[] = [];
  for (const { bpm } of peaks.slice(0, MOST_PERIODS)) {
    for (const reading of RATIOS.map((ratio) => bpm * ratio)) {
      const isInRange = reading >= SLOWEST_BPM && reading <= FASTEST_BPM;
      if (isInRange && !chosen.some((other) => isSame(other, reading))) chosen.push(reading);
    }
  }
  return chosen;
}

function repetition({ whole, framesPerSec }: Rhythm, bpm: number): number {
  const lag = (60 * framesPerSec) / bpm;
  return BEATS_LATER.reduce((sum, { beats, weight }) => sum + weight * likenessAt(whole, beats * lag, TOLERANCE), 0);
}

function isSame(one: number, other: number): boolean {
  return Math.max(one, other) / Math.min(one, other) < SAME_RATIO;
}
