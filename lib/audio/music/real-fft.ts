import type { Kernels } from "../kernels/kernels";

/**
 * The spectra of two stretches of real samples at once, by complex transforms of half the size (radix 4), side by side.
 * Their size is twice a power of four. The results lie in `re` and `im` until the next call, half as many bins as samples,
 * each bin of the first stretch followed by that of the second.
 */
export class RealFft {
  readonly re: Float64Array;
  readonly im: Float64Array;
  private readonly half: number;
  /** Where the first of the four samples of each butterfly of the first stage lies. */
  private readonly order: Int32Array;
  /** For each stage but the first, the three factors of each place. */
  private readonly twiddles: Float64Array;
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;

  constructor(
    size: number,
    private readonly kernels: Kernels,
  ) {
    const half = size / 2;
    if (!Number.isInteger(Math.log2(half) / 2))
      throw new RangeError("A transform's size must be twice a power of four.");
    this.half = half;
    this.re = kernels.doubles(size);
    this.im = kernels.doubles(size);
    this.order = kernels.integers(half / 4);
    this.order.set(digitReversal(half / 4).map((place) => 2 * place));
    const stages: number[] = [];
    for (let quarter = 4; quarter < half; quarter *= 4) stages.push(...twiddles(quarter));
    this.twiddles = kernels.doubles(stages.length);
    this.twiddles.set(stages);
    this.cosines = kernels.doubles(half / 2 + 1);
    this.sines = kernels.doubles(half / 2 + 1);
    for (let k = 0; k <= half / 2; k++) {
      this.cosines[k] = Math.cos((2 * Math.PI * k) / size);
      this.sines[k] = Math.sin((2 * Math.PI * k) / size);
    }
  }

  /** Transforms the floats at two addresses of the kernels' memory, weighed by `window`, which lies there, too. */
  transformFloats(first: number, second: number, window: Float64Array): void {
    const { half, im, kernels, order, re } = this;
    const tables = [window.byteOffset, order.byteOffset, re.byteOffset, im.byteOffset] as const;
    kernels.run.gatherFloats(first, second, ...tables, half);
    this.transform();
  }

  /** Transforms doubles in the kernels' memory, each of the first stretch followed by that of the second. */
  transformPairs(pairs: Float64Array): void {
    const { half, im, kernels, order, re } = this;
    kernels.run.gatherPairs(pairs.byteOffset, order.byteOffset, re.byteOffset, im.byteOffset, half);
    this.transform();
  }

  private transform(): void {
    const { cosines, half, im, kernels, re, sines } = this;
    kernels.run.transform(re.byteOffset, im.byteOffset, half, this.twiddles.byteOffset);
    kernels.run.unpack(re.byteOffset, im.byteOffset, half, cosines.byteOffset, sines.byteOffset);
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
