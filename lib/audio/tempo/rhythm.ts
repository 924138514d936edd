import type { Kernels } from "../kernels/kernels";
import { detrend } from "./detrend";
import type { OnsetCurves } from "./onset-meter";
import { PeriodicityMeter } from "./periodicity";

/** How much each register counts in the sum: low ones have few bands, and beats live there. */
const REGISTER_WEIGHTS = [1.5, 1, 1];
/**
 * How much each register counts where beats are looked for: attacks gather on the beat, bass notes often lie between
 * two (house, reggae, funk).
 */
const BEAT_WEIGHTS = [0.4, 1, 1.4];
/** Two beginnings are at least so far apart. */
const LEAST_APART_SEC = 0.05;
/**
 * Less than this is the ripple of steady tones (0.11 at most, as their phase meets the frames), not something that begins:
 * drums 60 dB below full scale reach 1.5.
 */
const LEAST_GROWTH = 0.25;
/** Fewer beginnings than this, such as those of a file's first and last sample, make no rhythm. */
const FEWEST_BEGINNINGS = 4;

/** What repeats in a sound, as a whole and register by register. */
export interface Rhythm {
  framesPerSec: number;
  /** Beginnings of all registers, without slow changes. */
  onsets: Float32Array;
  /** The same with registers of one loudness, weighed for looking for beats. */
  accents: Float32Array;
  /** Likeness to itself by lag in frames: of the whole, and of each register (null where nothing begins in it). */
  whole: Float64Array;
  registers: readonly (Float64Array | null)[];
  /** Beginnings a second. */
  onsetsPerSec: number;
}

/** Null where nothing begins. Changes the curves: their slow rise and fall is taken out. */
export function describeRhythm({ registers, framesPerSec }: OnsetCurves, kernels: Kernels): Rhythm | null {
  const periodicity = new PeriodicityMeter(kernels);
  for (const curve of registers) detrend(curve, framesPerSec);
  const onsets = sumRegisters(registers, REGISTER_WEIGHTS);
  if (countOnsets(onsets, framesPerSec, LEAST_GROWTH) < FEWEST_BEGINNINGS) return null;
  const whole = periodicity.measure(onsets);
  if (whole === null) return null;
  return {
    ...{ framesPerSec, onsets, whole },
    accents: sumRegisters(
      registers,
      registers.map((curve, register) => (BEAT_WEIGHTS[register] ?? 1) / spread(curve)),
    ),
    registers: registers.map((curve) => periodicity.measure(curve)),
    onsetsPerSec: countOnsets(onsets, framesPerSec, mean(onsets)) / (onsets.length / framesPerSec),
  };
}

function sumRegisters(registers: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sum = new Float32Array(registers[0]?.length ?? 0);
  registers.forEach((curve, register) => {
    const weight = weights[register] ?? 1;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + weight * (curve[i] as number);
  });
  return sum;
}

/** Peaks that rise above a level. */
function countOnsets(onsets: Float32Array, framesPerSec: number, level: number): number {
  const apart = Math.round(LEAST_APART_SEC * framesPerSec);
  let count = 0;
  for (let i = 1; i + 1 < onsets.length; i++) {
    const value = onsets[i] as number;
    if (value < level || value < (onsets[i - 1] as number) || value <= (onsets[i + 1] as number)) continue;
    count++;
    i += apart;
  }
  return count;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Root mean square; 1 for a curve of nothing. */
export function spread(curve: Float32Array): number {
  let squares = 0;
  for (const value of curve) squares += value * value;
  return Math.sqrt(squares / curve.length) || 1;
}
