import type { SignalFacts, Silence } from "./audio-analysis";
import { amplitudeToDb, powerToDb } from "./decibels";
import type { Kernels } from "./kernels/kernels";
import { BLOCK_FRAMES, type Meter, type PcmBlock } from "./meter";
import { SilenceList } from "./silence-list";

/** -60 dBFS; the 32-bit float nearest to it is not below it, so comparing floats tells the same. */
const SILENCE_AMPLITUDE = 0.001;
/** A little under full scale: the largest 16-bit sample is 0.99997. */
const CLIP_AMPLITUDE = 0.9999;
/** One or two samples at full scale are a good master; three in a row are a flat top. */
const CLIP_RUN_SAMPLES = 3;
/** Left minus right 60 dB below left plus right: what differs is dither or the codec. */
const DUAL_MONO_RATIO = 1e-6;

/** RMS, DC, clipping, silence and stereo image. */
export class SignalMeter implements Meter {
  /** Of each channel the sum of its samples and that of their squares. */
  private readonly sums: Float64Array;
  private readonly clipRunLengths: Int32Array;
  /** Runs at full scale of a block, and the samples in them. */
  private readonly clips: Int32Array;
  /** The largest size of each frame's samples. */
  private readonly loudest: Float32Array;
  /** Begin and end of each stretch of sound of a block. */
  private readonly stretches: Int32Array;
  private readonly gaps: SilenceList;
  private crossProduct = 0;
  private clippedSamples = 0;
  private clipRuns = 0;
  private frames = 0;
  private firstSoundAt = -1;
  private lastSoundAt = -1;
  private longestGapFrames = 0;

  constructor(
    private readonly sampleRateHz: number,
    private readonly channels: number,
    private readonly kernels: Kernels,
  ) {
    this.gaps = new SilenceList(sampleRateHz);
    this.sums = kernels.doubles(2 * channels);
    this.clipRunLengths = new Int32Array(channels);
    this.clips = kernels.integers(2);
    this.loudest = kernels.floats(BLOCK_FRAMES);
    this.stretches = kernels.integers(BLOCK_FRAMES + 2);
  }

  process(channels: PcmBlock, frames: number): void {
    const { kernels, loudest } = this;
    channels.forEach((samples, c) => {
      const address = kernels.addressOf(samples);
      const sums = this.sums.byteOffset + 2 * c * Float64Array.BYTES_PER_ELEMENT;
      const largest = kernels.run.addLevels(address, frames, sums);
      if (largest >= CLIP_AMPLITUDE) this.countClips(address, c, frames);
      else this.clipRunLengths[c] = 0;
      kernels.run.keepLoudest(address, loudest.byteOffset, frames, c === 0 ? 1 : 0);
    });
    const [left, right] = channels;
    if (left && right && channels.length === 2) {
      this.crossProduct += kernels.run.addProducts(left.byteOffset, right.byteOffset, frames);
    }
    this.findSound(frames);
    this.frames += frames;
  }

  /** `samplePeak` is the largest |x|, 1 is full scale. */
  finish(samplePeak: number): SignalFacts {
    const { frames, sampleRateHz } = this;
    let squares = 0;
    for (let c = 0; c < this.channels; c++) squares += this.squaresOf(c);
    const power = squares / Math.max(1, frames * this.channels);
    const rmsDbfs = powerToDb(power);
    const peakDbfs = amplitudeToDb(samplePeak);
    const isSilent = this.firstSoundAt < 0;
    return {
      rmsDbfs,
      crestDb: rmsDbfs === null || peakDbfs === null ? null : Math.max(0, peakDbfs - rmsDbfs),
      dcOffset: this.largestMean(),
      clippedSamples: this.clippedSamples,
      clipRuns: this.clipRuns,
      silenceStartSec: (isSilent ? frames : this.firstSoundAt) / sampleRateHz,
      silenceEndSec: (isSilent ? frames : frames - 1 - this.lastSoundAt) / sampleRateHz,
      longestGapSec: this.longestGapFrames / sampleRateHz,
      stereoCorrelation: this.correlation(),
      isDualMono: !isSilent && this.isDualMono(),
      isSilent,
    };
  }

  /** Those between the first and the last sound so far. */
  silences(): Silence[] {
    return this.gaps.toArray();
  }

  private countClips(address: number, channel: number, frames: number): void {
    const { clipRunLengths, clips, kernels } = this;
    const before = clipRunLengths[channel] ?? 0;
    clips.fill(0);
    const run = kernels.run.addClips(address, frames, CLIP_AMPLITUDE, CLIP_RUN_SAMPLES, before, clips.byteOffset);
    clipRunLengths[channel] = run;
    this.clipRuns += clips[0] as number;
    this.clippedSamples += clips[1] as number;
  }

  private findSound(frames: number): void {
    const { kernels, loudest, stretches } = this;
    const count = kernels.run.findSound(loudest.byteOffset, frames, SILENCE_AMPLITUDE, stretches.byteOffset);
    for (let i = 0; i < 2 * count; i += 2) {
      const at = this.frames + (stretches[i] as number);
      const gap = at - this.lastSoundAt - 1;
      if (this.firstSoundAt < 0) this.firstSoundAt = at;
      else if (gap > 0) {
        this.longestGapFrames = Math.max(this.longestGapFrames, gap);
        this.gaps.add(at - gap, gap);
      }
      this.lastSoundAt = this.frames + (stretches[i + 1] as number) - 1;
    }
  }

  private largestMean(): number {
    let largest = 0;
    for (let c = 0; c < this.channels; c++) {
      const mean = (this.sums[2 * c] as number) / Math.max(1, this.frames);
      if (Math.abs(mean) > Math.abs(largest)) largest = mean;
    }
    return largest;
  }

  private correlation(): number | null {
    const [left, right] = [this.squaresOf(0), this.squaresOf(1)];
    if (this.channels !== 2 || left <= 0 || right <= 0) return null;
    return Math.max(-1, Math.min(1, this.crossProduct / Math.sqrt(left * right)));
  }

  /** By the energy of left minus right and of left plus right, which that of each and their product tell. */
  private isDualMono(): boolean {
    if (this.channels !== 2) return false;
    const apart = this.squaresOf(0) + this.squaresOf(1);
    const side = apart - 2 * this.crossProduct;
    const mid = apart + 2 * this.crossProduct;
    return side <= mid * DUAL_MONO_RATIO;
  }

  private squaresOf(channel: number): number {
    return this.sums[2 * channel + 1] ?? 0;
  }
}
