/** Cuts a stream into overlapping frames. A frame is `length` samples of `buffer` from the place that `take` is told. */
export class Framer {
  readonly buffer: Float32Array;
  private filled = 0;

  /** `mostSamples` is the longest piece that is ever pushed. */
  constructor(
    private readonly length: number,
    private readonly hop: number,
    mostSamples: number,
    private readonly take: (buffer: Float32Array, from: number) => void,
  ) {
    this.buffer = new Float32Array(length + mostSamples);
  }

  push(samples: Float32Array, count: number): void {
    this.buffer.set(samples.subarray(0, count), this.filled);
    this.filled += count;
    let from = 0;
    for (; from + this.length <= this.filled; from += this.hop) this.take(this.buffer, from);
    this.buffer.copyWithin(0, from, this.filled);
    this.filled -= from;
  }
}
