import { RealFft } from "../music/real-fft";

const WINDOW_FRAMES = 1024;
const TRANSFORM_SIZE = 2 * WINDOW_FRAMES;
/** A window whose curve has less than this never moves. */
const LEAST_POWER = 1e-9;

/**
 * How alike a curve is to itself some frames later: 1 for the same, 0 for no likeness, averaged over windows of 1,024
 * frames that overlap by half, each counted alike however loud it is. Null where nothing ever begins.
 */
export function measurePeriodicity(curve: Float32Array): Float64Array | null {
  const windowFrames = Math.min(WINDOW_FRAMES, curve.length - (curve.length % 2));
  if (windowFrames < 2) return null;
  const fft = new RealFft(new Float64Array(TRANSFORM_SIZE).fill(1));
  // Behind the window there is nothing, so that no end meets a beginning.
  const part = new Float64Array(TRANSFORM_SIZE);
  const spectrum = new Float64Array(TRANSFORM_SIZE);
  const likeness = new Float64Array(windowFrames);
  let windows = 0;
  for (let from = 0; from + windowFrames <= curve.length; from += Math.max(1, windowFrames >> 1)) {
    copyWithoutMean(curve, from, part.subarray(0, windowFrames));
    fft.transform(part, 0);
    readAmplitudes(fft, spectrum);
    fft.transform(spectrum, 0);
    const whole = fft.re[0] as number;
    if (whole < LEAST_POWER) continue;
    for (let lag = 0; lag < windowFrames; lag++)
      likeness[lag] = (likeness[lag] as number) + (fft.re[lag] as number) / whole;
    windows++;
  }
  return windows === 0 ? null : likeness.map((value) => value / windows);
}

function copyWithoutMean(curve: Float32Array, from: number, part: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < part.length; i++) sum += curve[from + i] as number;
  const mean = sum / part.length;
  for (let i = 0; i < part.length; i++) part[i] = (curve[from + i] as number) - mean;
}

/** Amplitudes, not powers: one strong period does not drown the others. */
function readAmplitudes({ re, im }: RealFft, spectrum: Float64Array): void {
  for (let k = 0; k < re.length; k++) {
    const real = re[k] as number;
    const imaginary = im[k] as number;
    const amplitude = Math.sqrt(real * real + imaginary * imaginary);
    spectrum[k] = amplitude;
    if (k > 0) spectrum[spectrum.length - k] = amplitude;
  }
}

/** The highest likeness within a part `tolerance` of a lag in frames, which may lie between two; 0 beyond the end. */
export function likenessAt(likeness: Float64Array, lag: number, tolerance: number): number {
  const from = Math.floor(lag * (1 - tolerance));
  const to = Math.ceil(lag * (1 + tolerance));
  if (to >= likeness.length) return 0;
  let highest = 0;
  for (let i = from; i <= to; i++) highest = Math.max(highest, likeness[i] as number);
  return highest;
}
