import type { KeyFacts } from "../audio-analysis";
import { softmax, weigh } from "../music/softmax";
import { describeKey, readTones } from "./key-figures";
import { ALL_KEYS } from "./key-profiles";
import { PITCH_STEPS } from "./pitch-kernel";
import type { PitchCurves } from "./pitch-meter";
import { measureTuning } from "./tuning";

/** Fewer frames of tones (0.7 s each) than this are a chord, not a key. */
const FEWEST_FRAMES = 6;
/** Where the strongest semitone stands less above the mean than this there are no tones, only noise. */
const LEAST_CONTRAST = 0.45;
const SURE_CONTRAST = 0.85;
const MOST_ALTERNATIVES = 3;
/** How much each figure of `describeKey` tells, fitted to songs whose key is known (bench/fit-music.ts). */
const KEY_WEIGHTS = [10.53, 3.86, 6.25, 5.53, 0.79];

/** Null where no key can be told: silence, noise, drums alone, a sound of a few seconds. */
export function estimateKey({ passages, frames }: PitchCurves): KeyFacts | null {
  if (frames < FEWEST_FRAMES) return null;
  const steps = sumPassages(passages);
  const tuningCents = measureTuning(steps);
  const tones = readTones(passages, steps, tuningCents);
  const certainty = tellsTones(tones.whole);
  if (certainty === 0) return null;
  const chances = softmax(ALL_KEYS.map((key) => weigh(describeKey(tones, key), KEY_WEIGHTS)));
  const ranked = ALL_KEYS.map((key, i) => ({ ...key, score: certainty * (chances[i] ?? 0) }));
  ranked.sort((a, b) => b.score - a.score);
  const [best, ...others] = ranked;
  if (!best) return null;
  const { tonic, mode, score: confidence } = best;
  return { tonic, mode, confidence, alternatives: others.slice(0, MOST_ALTERNATIVES), tuningCents };
}

/** How much each step of pitch sounds over the whole song. */
export function sumPassages(passages: Float32Array): Float64Array {
  const sum = new Float64Array(PITCH_STEPS);
  passages.forEach((value, i) => {
    sum[i % PITCH_STEPS] = (sum[i % PITCH_STEPS] as number) + value;
  });
  return sum;
}

/** 0 where all semitones sound about alike, 1 where some surely stand out. */
function tellsTones(chroma: Float64Array): number {
  const mean = chroma.reduce((sum, value) => sum + value, 0) / chroma.length;
  const contrast = mean > 0 ? Math.max(...chroma) / mean - 1 : 0;
  return Math.max(0, Math.min(1, (contrast - LEAST_CONTRAST) / (SURE_CONTRAST - LEAST_CONTRAST)));
}
