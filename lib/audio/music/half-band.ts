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

/**
 * Halves a sample rate by a symmetric low-pass. Sample n of the output stands at sample 2n of the input, so nothing is
 * delayed; the last few samples of a sound are not given. A short filter of 11 taps keeps the lowest quarter of the new
 * band clean, a long one of 23 taps the lowest two thirds.
 */
export class HalfBand {
  /** Where the input of the next call goes: write from `inputAt` on. */
  readonly input: Float32Array;
  readonly output: Float32Array;
  private readonly reach: number;
  private filled: number;

  /** `mostFrames` is the longest input of one call. */
  constructor(
    mostFrames: number,
    private readonly length: "short" | "long",
  ) {
    this.reach = 2 * (length === "short" ? SHORT : LONG).length - 1;
    this.filled = this.reach;
    this.input = new Float32Array(mostFrames + 2 * this.reach + 2);
    this.output = new Float32Array((mostFrames >> 1) + 2);
  }

  get inputAt(): number {
    return this.filled;
  }

  /** Takes `frames` samples that were written to `input`; answers how many are in `output`. */
  process(frames: number): number {
    const { input, output, reach } = this;
    const end = this.filled + frames;
    const count = Math.max(0, Math.ceil((end - 2 * reach) / 2));
    if (this.length === "short") filterShort(input, output, count);
    else filterLong(input, output, count);
    input.copyWithin(0, 2 * count, end);
    this.filled = end - 2 * count;
    return count;
  }
}

function filterShort(input: Float32Array, output: Float32Array, count: number): void {
  const [c0 = 0, c1 = 0, c2 = 0] = SHORT;
  for (let n = 0, i = 5; n < count; n++, i += 2) {
    output[n] =
      0.5 * (input[i] as number) +
      c0 * ((input[i - 1] as number) + (input[i + 1] as number)) +
      c1 * ((input[i - 3] as number) + (input[i + 3] as number)) +
      c2 * ((input[i - 5] as number) + (input[i + 5] as number));
  }
}

function filterLong(input: Float32Array, output: Float32Array, count: number): void {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0] = LONG;
  for (let n = 0, i = 11; n < count; n++, i += 2) {
    output[n] =
      0.5 * (input[i] as number) +
      c0 * ((input[i - 1] as number) + (input[i + 1] as number)) +
      c1 * ((input[i - 3] as number) + (input[i + 3] as number)) +
      c2 * ((input[i - 5] as number) + (input[i + 5] as number)) +
      c3 * ((input[i - 7] as number) + (input[i + 7] as number)) +
      c4 * ((input[i - 9] as number) + (input[i + 9] as number)) +
      c5 * ((input[i - 11] as number) + (input[i + 11] as number));
  }
}
