import type { Random } from "./random";

const LONGEST_LEAD_SEC = 0.8;
const WOBBLE_BEATS = 48;

/** When each beat of a song comes. */
export interface TimeMap {
  /** In seconds; one more than there are beats, so that the last one has an end. */
  beatSecs: Float64Array;
  /** `beat` may lie between two. */
  at(beat: number): number;
}

/** Beats at a tempo that keeps steady, or goes up or down by `drift` of itself and wobbles on its way. */
export function makeTimeMap(random: Random, beats: number, bpm: number, drift: number): TimeMap {
  const beatSecs = new Float64Array(beats + 1);
  const slope = random.chance(0.5) ? drift : -drift;
  beatSecs[0] = random.between(0.05, LONGEST_LEAD_SEC);
  for (let i = 0; i < beats; i++) {
    const wobble = (drift / 3) * Math.sin((2 * Math.PI * i) / WOBBLE_BEATS);
    beatSecs[i + 1] = (beatSecs[i] ?? 0) + 60 / (bpm * (1 + (slope * i) / beats + wobble));
  }
  const at = (beat: number): number => {
    const whole = Math.max(0, Math.min(beats - 1, Math.floor(beat)));
    const from = beatSecs[whole] ?? 0;
    return from + (beat - whole) * ((beatSecs[whole + 1] ?? 0) - from);
  };
  return { beatSecs, at };
}
