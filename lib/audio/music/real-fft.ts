/**
 * The spectrum of a windowed stretch of real samples, by a complex transform of half the size (radix 4).
 * Its size is twice a power of four. The result lies in `re` and `im`, half as many bins, until the next call.
 */
export class RealFft {
  readonly re: Float64Array;
  readonly im: Float64Array;
  private readonly half: number;
  /** Where the first of the four samples of each butterfly of the first stage lies. */
  private readonly order: Uint32Array;
  /** For each stage but the first, the three factors of each place. */
  private readonly stages: Float64Array[] = [];
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;

  /** `window` has a weight for each of the samples. */
  constructor(private readonly window: Float64Array) {
    const size = window.length;
    const half = size / 2;
    if (!Number.isInteger(Math.log2(half) / 2))
      throw new RangeError("A transform's size must be twice a power of four.");
    this.half = half;
    this.re = new Float64Array(half);
    this.im = new Float64Array(half);
    this.order = digitReversal(half / 4).map((place) => 2 * place);
    for (let quarter = 4; quarter < half; quarter *= 4) this.stages.push(twiddles(quarter));
    this.cosines = Float64Array.from({ length: half / 2 + 1 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.sines = Float64Array.from({ length: half / 2 + 1 }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  }

  /** Transforms `size` samples from `from` on. */
  transform(samples: Float32Array | Float64Array, from: number): void {
    const { stages } = this;
    this.firstStage(samples, from);
    for (let stage = 0, quarter = 4; stage < stages.length; stage++, quarter *= 4) {
      this.stage(quarter, stages[stage] as Float64Array);
    }
    this.unpack();
  }

  /** Weighs the samples by the window; even ones are the real part of a complex sound, odd ones the imaginary part. */
  private firstStage(samples: Float32Array | Float64Array, from: number): void {
    const { re, im, half, order, window } = this;
    for (let i = 0; i < half; i += 4) {
      const a = order[i >> 2] as number;
      const b = a + half / 2;
      const c = b + half / 2;
      const d = c + half / 2;
      const ar = (samples[from + a] as number) * (window[a] as number);
      const ai = (samples[from + a + 1] as number) * (window[a + 1] as number);
      const br = (samples[from + b] as number) * (window[b] as number);
      const bi = (samples[from + b + 1] as number) * (window[b + 1] as number);
      const cr = (samples[from + c] as number) * (window[c] as number);
      const ci = (samples[from + c + 1] as number) * (window[c + 1] as number);
      const dr = (samples[from + d] as number) * (window[d] as number);
      const di = (samples[from + d + 1] as number) * (window[d + 1] as number);
      re[i] = ar + cr + br + dr;
      im[i] = ai + ci + bi + di;
      re[i + 1] = ar - cr + bi - di;
      im[i + 1] = ai - ci - br + dr;
      re[i + 2] = ar + cr - br - dr;
      im[i + 2] = ai + ci - bi - di;
      re[i + 3] = ar - cr - bi + di;
      im[i + 3] = ai - ci + br - dr;
    }
  }

  private stage(quarter: number, factors: Float64Array): void {
    const { re, im, half } = this;
    for (let group = 0; group < half; group += 4 * quarter) {
      for (let a = group, f = 0; a < group + quarter; a++, f += 6) {
        const b = a + quarter;
        const c = b + quarter;
        const d = c + quarter;
        const br = (re[b] as number) * (factors[f] as number) - (im[b] as number) * (factors[f + 1] as number);
        const bi = (re[b] as number) * (factors[f + 1] as number) + (im[b] as number) * (factors[f] as number);
        const cr = (re[c] as number) * (factors[f + 2] as number) - (im[c] as number) * (factors[f + 3] as number);
        const ci = (re[c] as number) * (factors[f + 3] as number) + (im[c] as number) * (factors[f + 2] as number);
        const dr = (re[d] as number) * (factors[f + 4] as number) - (im[d] as number) * (factors[f + 5] as number);
        const di = (re[d] as number) * (factors[f + 5] as number) + (im[d] as number) * (factors[f + 4] as number);
        const sumR = (re[a] as number) + cr;
        const sumI = (im[a] as number) + ci;
        const differenceR = (re[a] as number) - cr;
        const differenceI = (im[a] as number) - ci;
        re[a] = sumR + br + dr;
        im[a] = sumI + bi + di;
        re[b] = differenceR + bi - di;
        im[b] = differenceI - br + dr;
        re[c] = sumR - br - dr;
        im[c] = sumI - bi - di;
        re[d] = differenceR - bi + di;
        im[d] = differenceI + br - dr;
      }
    }
  }

  /** From the transform of even and odd samples as one complex sound to that of the real one. */
  private unpack(): void {
    const { re, im, half, cosines, sines } = this;
    // Bin 0 is real; the bin at half the sample rate, which would lie beside it, is of no use here.
    re[0] = (re[0] as number) + (im[0] as number);
    im[0] = 0;
    for (let k = 1, j = half - 1; k <= j; k++, j--) {
      const evenR = ((re[k] as number) + (re[j] as number)) / 2;
      const evenI = ((im[k] as number) - (im[j] as number)) / 2;
      const oddR = ((im[k] as number) + (im[j] as number)) / 2;
      const oddI = ((re[j] as number) - (re[k] as number)) / 2;
      const cosine = cosines[k] as number;
      const sine = sines[k] as number;
      const turnedR = oddR * cosine + oddI * sine;
      const turnedI = oddI * cosine - oddR * sine;
      re[k] = evenR + turnedR;
      im[k] = evenI + turnedI;
      re[j] = evenR - turnedR;
      im[j] = turnedI - evenI;
    }
  }
}

function twiddles(quarter: number): Float64Array {
  const factors = new Float64Array(6 * quarter);
  for (let k = 0; k < quarter; k++) {
    for (let power = 1; power <= 3; power++) {
      const angle = (-2 * Math.PI * k * power) / (4 * quarter);
      factors[6 * k + 2 * (power - 1)] = Math.cos(angle);
      factors[6 * k + 2 * (power - 1) + 1] = Math.sin(angle);
    }
  }
  return factors;
}

/** Where each sample goes so that every stage finds its four parts side by side. */
function digitReversal(length: number): Uint32Array {
  const digits = Math.log2(length) / 2;
  return Uint32Array.from({ length }, (_, index) => {
    let reversed = 0;
    for (let digit = 0, rest = index; digit < digits; digit++, rest >>= 2) reversed = reversed * 4 + (rest & 3);
    return reversed;
  });
}

export function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
}

/** Falls off to the sides far enough that a loud tone does not cover a soft one beside it. */
export function blackman(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const angle = (2 * Math.PI * i) / length;
    return 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
  });
}
