import type { Kernels } from "../kernels/kernels";

/** Coefficients on one side of the middle, at odd distances; those at even distances are all zero. */
function designPairs(count: number): Float64Array {
  const reach = 2 * count - 1;
  const pairs = Float64Array.from({ length: count }, (_, k) => {
    const distance = 2 * k + 1;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 2));
    return (Math.sin((Math.PI * distance) / 2) / (Math.PI * distance)) * window;
  });
  const sum = pairs.reduce((total, pair) => total + pair, 0);
  return pairs.map((pair) => (0.25 * pair) / sum);
}

const SHORT = designPairs(3);
const LONG = designPairs(6);

/** What the kernel may read and write behind the samples. */
const MARGIN = 32;

/**
 * Halves a sample rate by a symmetric low-pass. Sample n of the output stands at sample 2n of the input, so nothing is
 * delayed; the last few samples of a sound are not given. A short filter of 11 taps keeps the lowest quarter of the new
 * band clean, a long one of 23 taps the lowest two thirds.
 */
export class HalfBand {
  /** Where the input of the next call goes: write from `inputAt` on. */
  readonly input: Float32Array;
  readonly output: Float32Array;
  private readonly pairs: Float64Array;
  private readonly neighbours: Float64Array;
  private readonly reach: number;
  private filled: number;

  /** `mostFrames` is the longest input of one call. */
  constructor(
    mostFrames: number,
    length: "short" | "long",
    private readonly kernels: Kernels,
  ) {
    const pairs = length === "short" ? SHORT : LONG;
    this.pairs = kernels.doubles(pairs.length);
    this.pairs.set(pairs);
    this.reach = 2 * pairs.length - 1;
    this.filled = this.reach;
    this.input = kernels.floats(mostFrames + 2 * this.reach + MARGIN);
    this.neighbours = kernels.doubles((mostFrames >> 1) + 2 * this.reach + MARGIN);
    this.output = kernels.floats((mostFrames >> 1) + MARGIN);
  }

  get inputAt(): number {
    return this.filled;
  }

  /** Takes `frames` samples that were written to `input`; answers how many are in `output`. */
  process(frames: number): number {
    const { input, kernels, neighbours, output, pairs, reach } = this;
    const end = this.filled + frames;
    const count = Math.max(0, Math.ceil((end - 2 * reach) / 2));
    const [from, through, to] = [input.byteOffset, neighbours.byteOffset, output.byteOffset];
    kernels.run.halveRate(from, through, pairs.byteOffset, pairs.length, to, count);
    input.copyWithin(0, 2 * count, end);
    this.filled = end - 2 * count;
    return count;
  }
}
