import type { PeakBits } from "./audio-analysis";
import { GrowingArray } from "./growing-array";
import type { Kernels } from "./kernels/kernels";
import type { Meter, PcmBlock } from "./meter";
import { foldPairs, MOST_PIXELS, SAMPLES_PER_PIXEL } from "./peaks-fold";
import { encodeDat } from "./peaks-format";

/** Min and max of every channel by itself for every 256 frames (in a very long sound more), as BBC audiowaveform's split channels, bit for bit. */
export class ChannelPeaksMeter implements Meter {
  private readonly pairs: GrowingArray<Int8Array<ArrayBuffer>> | GrowingArray<Int16Array<ArrayBuffer>>;
  private readonly divisor: number;
  private readonly min: Float64Array;
  private readonly max: Float64Array;
  private readonly scanned: Float64Array;
  private filled = 0;
  private samplesPerPixel = SAMPLES_PER_PIXEL;

  constructor(
    private readonly sampleRateHz: number,
    private readonly channels: number,
    bits: PeakBits,
    private readonly kernels: Kernels,
    private readonly mostPixels = MOST_PIXELS,
  ) {
    this.scanned = kernels.doubles(3);
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
      const to = Math.min(frames, from + this.samplesPerPixel - this.filled);
      channels.forEach((samples, c) => this.scan(samples, c, from, to));
      this.filled += to - from;
      from = to;
      if (this.filled === this.samplesPerPixel) this.endPixel();
    }
  }

  /** Version 2 of the format; version 1 for a single channel. */
  finish(): Uint8Array {
    if (this.filled > 0) this.endPixel();
    const { samplesPerPixel, sampleRateHz, channels } = this;
    return encodeDat({ samplesPerPixel, sampleRateHz, channels, pairs: this.pairs.view() });
  }

  private scan(samples: Float32Array, channel: number, from: number, to: number): void {
    const { kernels, scanned, min, max } = this;
    const address = kernels.addressOf(samples) + from * Float32Array.BYTES_PER_ELEMENT;
    // Beside itself: sums of two are told.
    kernels.run.scanPeaks(address, address, to - from, scanned.byteOffset);
    min[channel] = Math.min(min[channel] as number, (scanned[0] as number) / 2);
    max[channel] = Math.max(max[channel] as number, (scanned[1] as number) / 2);
  }

  private endPixel(): void {
    for (let c = 0; c < this.channels; c++) {
      this.pairs.push(((this.min[c] as number) / this.divisor) | 0);
      this.pairs.push(((this.max[c] as number) / this.divisor) | 0);
    }
    this.min.fill(Number.POSITIVE_INFINITY);
    this.max.fill(Number.NEGATIVE_INFINITY);
    this.filled = 0;
    if (this.pairs.length === 2 * this.channels * this.mostPixels) {
      this.samplesPerPixel = foldPairs(this.pairs, this.channels, this.samplesPerPixel);
    }
  }
}
