import type { SignalFacts, Silence } from "./audio-analysis";
import { amplitudeToDb, powerToDb } from "./decibels";
import type { Meter, PcmBlock } from "./meter";
import { SilenceList } from "./silence-list";

/** -60 dBFS. */
const SILENCE_AMPLITUDE = 0.001;
/** A little under full scale: the largest 16-bit sample is 0.99997. */
const CLIP_AMPLITUDE = 0.9999;
/** One or two samples at full scale are a good master; three in a row are a flat top. */
const CLIP_RUN_SAMPLES = 3;
/** Left minus right 60 dB below left plus right: what differs is dither or the codec. */
const DUAL_MONO_RATIO = 1e-6;

/** RMS, DC, clipping, silence and stereo image. */
export class SignalMeter implements Meter {
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly clipRunLengths: Int32Array;
  private readonly gaps: SilenceList;
  private crossProduct = 0;
  private sideEnergy = 0;
  private midEnergy = 0;
  private clippedSamples = 0;
  private clipRuns = 0;
  private frames = 0;
  private firstSoundAt = -1;
  private lastSoundAt = -1;
  private longestGapFrames = 0;

  constructor(
    private readonly sampleRateHz: number,
    private readonly channels: number,
  ) {
    this.gaps = new SilenceList(sampleRateHz);
    this.sums = new Float64Array(channels);
    this.squares = new Float64Array(channels);
    this.clipRunLengths = new Int32Array(channels);
  }

  process(channels: PcmBlock, frames: number): void {
    channels.forEach((samples, c) => {
      const largest = this.addLevels(samples, c, frames);
      if (largest >= CLIP_AMPLITUDE) this.countClips(samples, c, frames);
      else this.clipRunLengths[c] = 0;
    });
    const [left, right] = channels;
    if (left && right && channels.length === 2) this.addStereo(left, right, frames);
    this.findSound(channels, frames);
    this.frames += frames;
  }

  /** `samplePeak` is the largest |x|, 1 is full scale. */
  finish(samplePeak: number): SignalFacts {
    const { frames, sampleRateHz } = this;
    const power = this.squares.reduce((total, value) => total + value, 0) / Math.max(1, frames * this.channels);
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
      isDualMono: this.channels === 2 && !isSilent && this.sideEnergy <= this.midEnergy * DUAL_MONO_RATIO,
      isSilent,
    };
  }

  /** Those between the first and the last sound so far. */
  silences(): Silence[] {
    return this.gaps.toArray();
  }

  private addLevels(samples: Float32Array, channel: number, frames: number): number {
    let sum = 0;
    let squares = 0;
    let largest = 0;
    for (let i = 0; i < frames; i++) {
      const value = samples[i] as number;
      sum += value;
      squares += value * value;
      const size = Math.abs(value);
      if (size > largest) largest = size;
    }
    this.sums[channel] = (this.sums[channel] ?? 0) + sum;
    this.squares[channel] = (this.squares[channel] ?? 0) + squares;
    return largest;
  }

  private countClips(samples: Float32Array, channel: number, frames: number): void {
    let run = this.clipRunLengths[channel] ?? 0;
    for (let i = 0; i < frames; i++) {
      run = Math.abs(samples[i] as number) >= CLIP_AMPLITUDE ? run + 1 : 0;
      if (run === CLIP_RUN_SAMPLES) {
        this.clipRuns++;
        this.clippedSamples += CLIP_RUN_SAMPLES;
      } else if (run > CLIP_RUN_SAMPLES) this.clippedSamples++;
    }
    this.clipRunLengths[channel] = run;
  }

  private addStereo(left: Float32Array, right: Float32Array, frames: number): void {
    let cross = 0;
    let side = 0;
    let mid = 0;
    for (let i = 0; i < frames; i++) {
      const l = left[i] as number;
      const r = right[i] as number;
      cross += l * r;
      side += (l - r) * (l - r);
      mid += (l + r) * (l + r);
    }
    this.crossProduct += cross;
    this.sideEnergy += side;
    this.midEnergy += mid;
  }

  private findSound(channels: PcmBlock, frames: number): void {
    for (let i = 0; i < frames; i++) {
      let isSound = false;
      for (let c = 0; c < channels.length; c++) {
        const value = (channels[c] as Float32Array)[i] as number;
        if (value >= SILENCE_AMPLITUDE || value <= -SILENCE_AMPLITUDE) isSound = true;
      }
      if (!isSound) continue;
      const at = this.frames + i;
      const gap = at - this.lastSoundAt - 1;
      if (this.firstSoundAt < 0) this.firstSoundAt = at;
      else if (gap > 0) {
        this.longestGapFrames = Math.max(this.longestGapFrames, gap);
        this.gaps.add(at - gap, gap);
      }
      this.lastSoundAt = at;
    }
  }

  private largestMean(): number {
    let largest = 0;
    for (const sum of this.sums) {
      const mean = sum / Math.max(1, this.frames);
      if (Math.abs(mean) > Math.abs(largest)) largest = mean;
    }
    return largest;
  }

  private correlation(): number | null {
    const [left = 0, right = 0] = this.squares;
    if (this.channels !== 2 || left <= 0 || right <= 0) return null;
    return Math.max(-1, Math.min(1, this.crossProduct / Math.sqrt(left * right)));
  }
}
