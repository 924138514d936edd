import type { Kernels } from "../kernels/kernels";
import { RealFft } from "../music/real-fft";

const WINDOW_FRAMES = 1024;
const TRANSFORM_SIZE = 2 * WINDOW_FRAMES;
/** A window whose curve has less than this never moves. */
const LEAST_POWER = 1e-9;

/**
 * How alike a curve is to itself some frames later: 1 for the same, 0 for no likeness, averaged over windows of 1,024
 * frames that overlap by half, each counted alike however loud it is.
 */
export class PeriodicityMeter {
  private readonly fft: RealFft;
  /** Two windows side by side, and behind them nothing, so that no end meets a beginning; then their spectra. */
  private readonly pairs: Float64Array;

  constructor(kernels: Kernels) {
    this.fft = new RealFft(TRANSFORM_SIZE, kernels);
    this.pairs = kernels.doubles(2 * TRANSFORM_SIZE);
  }

  /** By lag in frames; null where nothing ever begins. */
  measure(curve: Float32Array): Float64Array | null {
    const windowFrames = Math.min(WINDOW_FRAMES, curve.length - (curve.length % 2));
    if (windowFrames < 2) return null;
    const likeness = new Float64Array(windowFrames);
    const hop = Math.max(1, windowFrames >> 1);
    let windows = 0;
    for (let from = 0; from + windowFrames <= curve.length; from += 2 * hop) {
      const count = from + hop + windowFrames <= curve.length ? 2 : 1;
      this.transform(curve, [from, from + (count - 1) * hop], windowFrames);
      for (let which = 0; which < count; which++) windows += this.add(likeness, which) ? 1 : 0;
    }
    return windows === 0 ? null : likeness.map((value) => value / windows);
  }

  private transform(curve: Float32Array, starts: readonly number[], windowFrames: number): void {
    const { fft, pairs } = this;
    pairs.fill(0);
    starts.forEach((from, which) => {
      copyWithoutMean(curve.subarray(from, from + windowFrames), pairs, which);
    });
    fft.transformPairs(pairs);
    readAmplitudes(fft, pairs);
    fft.transformPairs(pairs);
  }

  /** False where the window never moves. */
  private add(likeness: Float64Array, which: number): boolean {
    const { re } = this.fft;
    const whole = re[which] as number;
    if (whole < LEAST_POWER) return false;
    for (let lag = 0; lag < likeness.length; lag++)
      likeness[lag] = (likeness[lag] as number) + (re[2 * lag + which] as number) / whole;
    return true;
  }
}

function copyWithoutMean(window: Float32Array, pairs: Float64Array, which: number): void {
  let sum = 0;
  for (const value of window) sum += value;
  const mean = sum / window.length;
  for (let i = 0; i < window.length; i++) pairs[2 * i + which] = (window[i] as number) - mean;
}

/** Amplitudes, not powers: one strong period does not drown the others. */
function readAmplitudes({ re, im }: RealFft, spectra: Float64Array): void {
  for (let i = 0; i < re.length; i++) {
    const real = re[i] as number;
    const imaginary = im[i] as number;
    const amplitude = Math.sqrt(real * real + imaginary * imaginary);
    spectra[i] = amplitude;
    // The bins above half the rate mirror those below; the one between is left out.
    const mirrored = spectra.length - (i - (i % 2)) + (i % 2);
    if (i > 1) spectra[mirrored] = amplitude;
  }
  spectra.fill(0, re.length, re.length + 2);
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
