import type { Kernels } from "../kernels/kernels";

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Takes two frames that lie at these addresses; of the last frame of an odd number both are the same, and `count` is 1. */
type TakeFrames = (first: number, second: number, count: number) => void;

/** Cuts a stream into overlapping frames, and gives them away two by two, as kernels measure them. */
export class Framer {
  private readonly buffer: Float32Array;
  private filled = 0;

  /** `mostSamples` is the longest piece that is ever pushed. */
  constructor(
    private readonly length: number,
    private readonly hop: number,
    mostSamples: number,
    kernels: Kernels,
    private readonly take: TakeFrames,
  ) {
    this.buffer = kernels.floats(length + hop + mostSamples);
  }

  push(samples: Float32Array, count: number): void {
    const { buffer, hop, length } = this;
    buffer.set(samples.subarray(0, count), this.filled);
    this.filled += count;
    let from = 0;
    for (; from + hop + length <= this.filled; from += 2 * hop) {
      const first = buffer.byteOffset + from * FLOAT_BYTES;
      this.take(first, first + hop * FLOAT_BYTES, 2);
    }
    this.drop(from);
  }

  /** Gives away the frame that is left, if one is. */
  finish(): void {
    const { buffer, hop, length } = this;
    if (this.filled < length) return;
    this.take(buffer.byteOffset, buffer.byteOffset, 1);
    this.drop(hop);
  }

  private drop(samples: number): void {
    this.buffer.copyWithin(0, samples, this.filled);
    this.filled -= samples;
  }
}
