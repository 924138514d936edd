import type { PeakBits } from "./audio-analysis";
import { GrowingArray } from "./growing-array";
import type { Meter, PcmBlock } from "./meter";
import { encodeDat } from "./peaks-format";
import { SAMPLES_PER_PIXEL, toInt16 } from "./peaks-meter";

/** Min and max of every channel by itself for every 256 frames, as BBC audiowaveform's split channels, bit for bit. */
export class ChannelPeaksMeter implements Meter {
  private readonly pairs: GrowingArray<Int8Array<ArrayBuffer>> | GrowingArray<Int16Array<ArrayBuffer>>;
  private readonly divisor: number;
  private readonly min: Float64Array;
  private readonly max: Float64Array;
  private filled = 0;

  constructor(
    private readonly sampleRateHz: number,
    private readonly channels: number,
    bits: PeakBits,
  ) {
    this.divisor = bits === 8 ? 256 : 1;
    this.pairs =
      bits === 8
        ? new GrowingArray((length) => new Int8Array(length))
        : new GrowingArray((length) => new Int16Array(length));
    this.min = new Float64Array(channels).fill(Number.POSITIVE_INFINITY);
    this.max = new Float64Array(channels).fill(Number.NEGATIVE_INFINITY);
  }

  process(channels: PcmBlock, frames: number): void {
    for (let from = 0; from < frames; ) {
      const to = Math.min(frames, from + SAMPLES_PER_PIXEL - this.filled);
      channels.forEach((samples, c) => this.scan(samples, c, from, to));
      this.filled += to - from;
      from = to;
      if (this.filled === SAMPLES_PER_PIXEL) this.endPixel();
    }
  }

  /** Version 2 of the format; version 1 for a single channel. */
  finish(): Uint8Array {
    if (this.filled > 0) this.endPixel();
    const { sampleRateHz, channels } = this;
    return encodeDat({ samplesPerPixel: SAMPLES_PER_PIXEL, sampleRateHz, channels, pairs: this.pairs.toArray() });
  }

  private scan(samples: Float32Array, channel: number, from: number, to: number): void {
    let least = this.min[channel] as number;
    let most = this.max[channel] as number;
    for (let i = from; i < to; i++) {
      const value = toInt16(samples[i] as number);
      if (value < least) least = value;
      if (value > most) most = value;
    }
    this.min[channel] = least;
    this.max[channel] = most;
  }

  private endPixel(): void {
    for (let c = 0; c < this.channels; c++) {
      this.pairs.push(((this.min[c] as number) / this.divisor) | 0);
      this.pairs.push(((this.max[c] as number) / this.divisor) | 0);
    }
    this.min.fill(Number.POSITIVE_INFINITY);
    this.max.fill(Number.NEGATIVE_INFINITY);
    this.filled = 0;
  }
}
