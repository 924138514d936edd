import { STEPS_PER_OCTAVE, STEPS_PER_SEMITONE } from "./pitch-kernel";

/** How much the tones of each octave tell of the key: the lowest octave is noise to it, the highest overtones. */
export const ALL_OCTAVES = [0, 0.8, 1, 1, 0.9, 0.6];
/** Where basses play. */
export const BASS_OCTAVES = [1, 1, 0.3, 0, 0, 0];

/** Twelve figures, from C up, of how much each semitone sounds, for a sound that lies `tuningCents` from A = 440 Hz. */
export function foldToChroma(
  steps: ArrayLike<number>,
  tuningCents: number,
  octaveWeights: readonly number[],
): Float64Array {
  const chroma = new Float64Array(12);
  for (let step = 0; step < steps.length; step++) {
    const semitone = (step - 1) / STEPS_PER_SEMITONE - tuningCents / 100;
    const nearest = Math.round(semitone);
    const closeness = Math.cos(Math.PI * (semitone - nearest)) ** 2;
    const weight = octaveWeights[Math.floor(step / STEPS_PER_OCTAVE)] ?? 0;
    const place = ((nearest % 12) + 12) % 12;
    chroma[place] = (chroma[place] as number) + weight * closeness * (steps[step] as number);
  }
  return chroma;
}
