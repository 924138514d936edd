/** Where beats lie on the whole. */
export interface BeatGrid {
  bpm: number;
  firstBeatSec: number;
  /** 1 when the beats lie evenly through the whole sound, towards 0 as they wander. */
  stability: number;
}

/** Beats at the start that tell where the first one lies; one alone is as uneven as the hand that played it. */
const FIRST_BEATS = 12;
/** Beats that stray by this part of a beat from an even line halve the stability. */
const HALF_STABLE_STRAY = 0.2;

/** `beatSecs` are at least two, rising. */
export function fitBeatGrid(beatSecs: readonly number[]): BeatGrid {
  const whole = fitLine(beatSecs);
  const stray = whole.spread / whole.slope;
  return {
    bpm: 60 / whole.slope,
    firstBeatSec: Math.max(0, fitLine(beatSecs.slice(0, FIRST_BEATS)).start),
    stability: 1 / (1 + (stray / HALF_STABLE_STRAY) ** 2),
  };
}

interface Line {
  start: number;
  slope: number;
  /** Root mean square of what lies beside the line. */
  spread: number;
}

/** The straight line through values at 0, 1, 2, … that lies nearest to them. */
function fitLine(values: readonly number[]): Line {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const products = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0);
  const squares = (count * (count * count - 1)) / 12;
  const slope = products / squares;
  const start = mean - slope * middle;
  const strays = values.reduce((sum, value, i) => sum + (value - start - slope * i) ** 2, 0);
  return { start, slope, spread: Math.sqrt(strays / count) };
}
