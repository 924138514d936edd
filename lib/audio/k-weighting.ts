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

/** K-weighting of one channel at any sample rate (ITU-R BS.1770-5, annex 1): tells the energy that the ear weighs. */
export class KWeightedChannel {
  private readonly shelf: Biquad;
  private readonly highPass: Biquad;
  private readonly state = new Float64Array(4);

  constructor(sampleRateHz: number) {
    this.shelf = designShelf(sampleRateHz);
    this.highPass = designHighPass(sampleRateHz);
  }

  /** Sum of the squares of the weighted samples `from`..`to`. */
  sumOfSquares(samples: Float32Array, from: number, to: number): number {
    const { b0, b1, b2, a1, a2 } = this.shelf;
    const { a1: c1, a2: c2 } = this.highPass;
    const { state } = this;
    let [z1 = 0, z2 = 0, y1 = 0, y2 = 0] = state;
    let sum = 0;
    for (let i = from; i < to; i++) {
      const input = samples[i] as number;
      const shelved = b0 * input + z1;
      z1 = b1 * input - a1 * shelved + z2;
      z2 = b2 * input - a2 * shelved;
      const weighted = shelved + y1;
      y1 = -2 * shelved - c1 * weighted + y2;
      y2 = shelved - c2 * weighted;
      sum += weighted * weighted;
    }
    state[0] = flush(z1);
    state[1] = flush(z2);
    state[2] = flush(y1);
    state[3] = flush(y2);
    return sum;
  }
}

function flush(value: number): number {
  return Math.abs(value) < SILENT_STATE ? 0 : value;
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
