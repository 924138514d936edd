import type { TempoFacts } from "../audio-analysis";
import type { Kernels } from "../kernels/kernels";
import { softmax, weigh } from "../music/softmax";
import { fitBeatGrid } from "./beat-grid";
import { trackBeats } from "./beat-tracker";
import { listCandidates } from "./candidates";
import type { OnsetCurves } from "./onset-meter";
import { likenessAt } from "./periodicity";
import { describeReading } from "./reading";
import { READING_WEIGHTS } from "./reading-weights";
import { describeRhythm, type Rhythm } from "./rhythm";

/** Shorter sounds hold too few beats to tell one reading from another. */
const SHORTEST_SEC = 6;
const FEWEST_BEATS = 4;
/** Less likeness from beat to beat than this is chance; from the upper figure on there is surely a beat. */
const LEAST_LIKENESS = 0.04;
const SURE_LIKENESS = 0.08;
const TOLERANCE = 0.012;
const MOST_ALTERNATIVES = 3;
/** Beats up to so long before the first sound belong to it. */
const BEFORE_SOUND_SEC = 0.05;
const SOUND_SHARE = 0.1;

/** Null where no beat can be told: silence, noise, a sound of a few seconds. */
export function estimateTempo(curves: OnsetCurves, kernels: Kernels): TempoFacts | null {
  const { framesPerSec } = curves;
  if ((curves.registers[0]?.length ?? 0) < SHORTEST_SEC * framesPerSec) return null;
  const rhythm = describeRhythm(curves, kernels);
  if (rhythm === null) return null;
  const readings = rankReadings(rhythm);
  const [best] = readings;
  if (!best) return null;
  const certainty = tellsBeat(rhythm, best.bpm);
  const beats = trackBeats(rhythm.accents, (60 * framesPerSec) / best.bpm);
  const leastSound = SOUND_SHARE * largest(rhythm.onsets);
  const firstSound = rhythm.onsets.findIndex((value) => value > leastSound);
  const heard = beats.filter((frame) => frame >= firstSound - BEFORE_SOUND_SEC * framesPerSec);
  if (certainty === 0 || heard.length < FEWEST_BEATS) return null;
  const { bpm, firstBeatSec, stability } = fitBeatGrid(heard.map((frame) => curves.startSec + frame / framesPerSec));
  return {
    ...{ bpm: roundBpm(bpm), confidence: certainty * best.score, firstBeatSec, stability },
    alternatives: listAlternatives(readings, bpm / best.bpm, certainty),
  };
}

interface Reading {
  bpm: number;
  /** The chance that this is the reading people tap. */
  score: number;
}

/** The likeliest first. */
function rankReadings(rhythm: Rhythm): Reading[] {
  const candidates = listCandidates(rhythm);
  const chances = softmax(candidates.map((bpm) => weigh(describeReading(rhythm, bpm), READING_WEIGHTS)));
  return candidates.map((bpm, i) => ({ bpm, score: chances[i] ?? 0 })).sort((a, b) => b.score - a.score);
}

/** 0 where what repeats is no more than chance, 1 where there surely is a beat. */
function tellsBeat({ whole, framesPerSec }: Rhythm, bpm: number): number {
  const lag = (60 * framesPerSec) / bpm;
  const likeness = [1, 2, 4].map((beats) => likenessAt(whole, beats * lag, TOLERANCE));
  const mean = likeness.reduce((sum, value) => sum + value, 0) / likeness.length;
  return Math.max(0, Math.min(1, (mean - LEAST_LIKENESS) / (SURE_LIKENESS - LEAST_LIKENESS)));
}

/** `ratio` is what the beats themselves made of the best reading. Half and double are always told. */
function listAlternatives([best, ...others]: Reading[], ratio: number, certainty: number): Reading[] {
  const isOctave = ({ bpm }: Reading): boolean => Math.abs(Math.abs(Math.log2(bpm / (best?.bpm ?? bpm))) - 1) < 0.06;
  return others
    .filter((reading, i) => i < MOST_ALTERNATIVES || isOctave(reading))
    .map(({ bpm, score }) => ({ bpm: roundBpm(bpm * ratio), score: certainty * score }));
}

function roundBpm(bpm: number): number {
  return Math.round(bpm * 100) / 100;
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
