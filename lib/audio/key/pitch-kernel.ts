/** Three steps a semitone tell how a sound is tuned. */
export const STEPS_PER_SEMITONE = 3;
export const STEPS_PER_OCTAVE = 12 * STEPS_PER_SEMITONE;
export const OCTAVES = 6;
export const PITCH_STEPS = STEPS_PER_OCTAVE * OCTAVES;
/** C1, where step 1 lies: step 0 is a third of a semitone below. */
const LOWEST_HZ = 440 * 2 ** (-45 / 12);

/** Which bins of a spectrum make up each step of pitch, and how much each counts. */
export interface PitchKernel {
  /** First bin and number of bins of each step. */
  starts: Uint16Array;
  counts: Uint16Array;
  /** The weights of all steps, one after the other. */
  weights: Float64Array;
  lastBin: number;
}

/** Steps above the highest bin are empty. */
export function designPitchKernel(binHz: number, bins: number): PitchKernel {
  const starts = new Uint16Array(PITCH_STEPS);
  const counts = new Uint16Array(PITCH_STEPS);
  const weights: number[] = [];
  let lastBin = 0;
  for (let step = 0; step < PITCH_STEPS; step++) {
    const centreHz = LOWEST_HZ * 2 ** ((step - 1) / STEPS_PER_OCTAVE);
    const widthHz = Math.max(centreHz * (2 ** (1 / STEPS_PER_OCTAVE) - 1), binHz);
    const first = Math.max(1, Math.ceil((centreHz - widthHz) / binHz));
    const last = Math.floor((centreHz + widthHz) / binHz);
    if (last >= bins) break;
    starts[step] = first;
    counts[step] = last - first + 1;
    lastBin = last;
    for (let bin = first; bin <= last; bin++) {
      weights.push(0.5 + 0.5 * Math.cos((Math.PI * (bin * binHz - centreHz)) / widthHz));
    }
  }
  return { starts, counts, weights: Float64Array.from(weights), lastBin };
}
