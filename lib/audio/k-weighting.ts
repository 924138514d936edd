import type { Kernels } from "./kernels/kernels";

/** One second-order section, direct form: b0 b1 b2 over 1 a1 a2. */
interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** The shelf of BS.1770's first stage, as the analogue prototype behind its 48 kHz coefficients. */
const SHELF = {
  frequencyHz: 1681.974450955533,
  gainDb: 3.999843853973347,
  q: 0.7071752369554196,
  exponent: 0.4996667741545416,
};
/** The high-pass of its second stage. */
const HIGH_PASS = { frequencyHz: 38.13547087602444, q: 0.5003270373238773 };
/** Below this a filter's memory is silence; left alone it decays into denormal numbers, which are slow. */
const SILENT_STATE = 1e-30;

function designShelf(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * SHELF.frequencyHz) / sampleRateHz);
  const high = 10 ** (SHELF.gainDb / 20);
  const band = high ** SHELF.exponent;
  const a0 = 1 + k / SHELF.q + k * k;
  return {
    b0: (high + (band * k) / SHELF.q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / SHELF.q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF.q + k * k) / a0,
  };
}

function designHighPass(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * HIGH_PASS.frequencyHz) / sampleRateHz);
  const a0 = 1 + k / HIGH_PASS.q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / HIGH_PASS.q + k * k) / a0 };
}

/** Each of the two lanes of a vector has a channel. */
const LANES = 2;

/** K-weighting of two channels at any sample rate (ITU-R BS.1770-5, annex 1): tells the energy that the ear weighs. */
export class KWeightedPair {
  private readonly factors: Float64Array;
  private readonly state: Float64Array;
  private readonly energies: Float64Array;

  constructor(
    sampleRateHz: number,
    private readonly kernels: Kernels,
  ) {
    const { b0, b1, b2, a1, a2 } = designShelf(sampleRateHz);
    const highPass = designHighPass(sampleRateHz);
    const factors = [b0, b1, b2, a1, a2, highPass.a1, highPass.a2];
    this.factors = kernels.doubles(LANES * factors.length);
    this.factors.set(factors.flatMap((factor) => [factor, factor]));
    this.state = kernels.doubles(LANES * 4);
    this.energies = kernels.doubles(LANES);
  }

  /** Sums of the squares of so many weighted samples, which lie at two addresses of the kernels' memory. */
  sumsOfSquares(left: number, right: number, frames: number): Float64Array {
    const { energies, factors, kernels, state } = this;
    kernels.run.weighPair(left, right, frames, factors.byteOffset, state.byteOffset, energies.byteOffset);
    for (let i = 0; i < state.length; i++) if (Math.abs(state[i] as number) < SILENT_STATE) state[i] = 0;
    return energies;
  }
}

/**
 * How much a channel counts (BS.1770-5, table 3): the low-frequency channel not at all, surrounds 1.41.
 * Channels are in the order of WAV and FFmpeg: L R C LFE, then the surrounds.
 */
export function channelWeight(channel: number, channels: number): number {
  if (channels < 4 || channels > 8) return 1;
  if (channels >= 6 && channel === 3) return 0;
  const firstSurround = channels === 4 ? 2 : channels === 5 ? 3 : 4;
  return channel >= firstSurround ? 1.41 : 1;
}
