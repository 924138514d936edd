import { STEPS_PER_SEMITONE } from "./pitch-kernel";

/** How far, in cents, tones lie from A = 440 Hz on the whole: the phase of what sounds within the semitone. */
export function measureTuning(steps: Float64Array): number {
  let real = 0;
  let imaginary = 0;
  steps.forEach((value, step) => {
    const phase = (2 * Math.PI * (step - 1)) / STEPS_PER_SEMITONE;
    real += value * Math.cos(phase);
    imaginary += value * Math.sin(phase);
  });
  return (Math.atan2(imaginary, real) / (2 * Math.PI)) * 100;
}
