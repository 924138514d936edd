import type { PeakBits, Peaks } from "./audio-analysis";
import { GrowingArray } from "./growing-array";
import type { Kernels } from "./kernels/kernels";
import type { Meter, PcmBlock } from "./meter";
import { foldPairs, foldRms, MOST_PIXELS, SAMPLES_PER_PIXEL } from "./peaks-fold";
import { encodeDat } from "./peaks-format";

/**
 * Min, max and RMS of the mono mix for every 256 frames (in a very long sound more, see `MOST_PIXELS`), the way BBC audiowaveform sees them, bit for bit:
 * each channel to a 16-bit integer by flooring (libsndfile shifts), their sum divided by the number of channels
 * towards zero (C's integer division), and 8 bits from 16 by dividing by 256 towards zero.
 */
export class PeaksMeter implements Meter {
  private readonly pairs: GrowingArray<Int8Array<ArrayBuffer>> | GrowingArray<Int16Array<ArrayBuffer>>;
  private readonly rms = new GrowingArray((length) => new Uint8Array(length));
  private readonly divisor: number;
  /** Least and largest sum of two channels, and the squares of their mean. */
  private readonly scanned: Float64Array;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;
  private sumOfSquares = 0;
  private filled = 0;
  private samplesPerPixel = SAMPLES_PER_PIXEL;

  constructor(
    private readonly sampleRateHz: number,
    private readonly bits: PeakBits,
    private readonly kernels: Kernels,
    private readonly mostPixels = MOST_PIXELS,
  ) {
    this.scanned = kernels.doubles(3);
    this.divisor = bits === 8 ? 256 : 1;
    this.pairs =
      bits === 8
        ? new GrowingArray((length) => new Int8Array(length))
        : new GrowingArray((length) => new Int16Array(length));
  }

  process(channels: PcmBlock, frames: number): void {
    for (let from = 0; from < frames; ) {
      const to = Math.min(frames, from + this.samplesPerPixel - this.filled);
      const [left, right = left] = channels;
      if (left && right && channels.length <= 2) this.scanPair(left, right, from, to);
      else this.scanAny(channels, from, to);
      this.filled += to - from;
      from = to;
      if (this.filled === this.samplesPerPixel) this.endPixel();
    }
  }

  finish(): Omit<Peaks, "channelDat"> {
    if (this.filled > 0) this.endPixel();
    const pairs = this.pairs.view();
    const { samplesPerPixel, sampleRateHz } = this;
    return {
      samplesPerPixel,
      bits: this.bits,
      length: pairs.length / 2,
      dat: encodeDat({ samplesPerPixel, sampleRateHz, pairs }),
      rms: this.rms.toArray(),
    };
  }

  /** A single channel stands beside itself. */
  private scanPair(left: Float32Array, right: Float32Array, from: number, to: number): void {
    const { kernels, scanned } = this;
    const skipped = from * Float32Array.BYTES_PER_ELEMENT;
    const result = scanned.byteOffset;
    kernels.run.scanPeaks(kernels.addressOf(left) + skipped, kernels.addressOf(right) + skipped, to - from, result);
    this.min = Math.min(this.min, Math.trunc((scanned[0] as number) / 2));
    this.max = Math.max(this.max, Math.trunc((scanned[1] as number) / 2));
    this.sumOfSquares += scanned[2] as number;
  }

  private scanAny(channels: PcmBlock, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      let sum = 0;
      let integers = 0;
      for (const channel of channels) {
        const value = channel[i] as number;
        sum += value;
        integers += toInt16(value);
      }
      const mix = (integers / channels.length) | 0;
      if (mix < this.min) this.min = mix;
      if (mix > this.max) this.max = mix;
      const mean = sum / channels.length;
      this.sumOfSquares += mean * mean;
    }
  }

  private endPixel(): void {
    this.pairs.push((this.min / this.divisor) | 0);
    this.pairs.push((this.max / this.divisor) | 0);
    this.rms.push(Math.min(255, Math.round(Math.sqrt(this.sumOfSquares / this.filled) * 255)));
    this.min = Number.POSITIVE_INFINITY;
    this.max = Number.NEGATIVE_INFINITY;
    this.sumOfSquares = 0;
    this.filled = 0;
    if (this.rms.length === this.mostPixels) this.fold();
  }

  private fold(): void {
    this.samplesPerPixel = foldPairs(this.pairs, 1, this.samplesPerPixel);
    foldRms(this.rms);
  }
}

/** A sample (1 is full scale) as a 16-bit integer by flooring. */
function toInt16(value: number): number {
  const scaled = value * 32768;
  if (scaled >= 32767) return 32767;
  if (scaled <= -32768) return -32768;
  return Math.floor(scaled);
}
