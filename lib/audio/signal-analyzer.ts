import type { KeyFacts, Loudness, PeakBits, Peaks, SignalFacts, TempoFacts, Timeline } from "./audio-analysis";
import { ChannelPeaksMeter } from "./channel-peaks-meter";
import { amplitudeToDb } from "./decibels";
import { Kernels } from "./kernels/kernels";
import { LoudnessMeter } from "./loudness-meter";
import { BLOCK_FRAMES, type PcmBlock } from "./meter";
import { MusicMeter } from "./music/music-meter";
import { PeaksMeter } from "./peaks-meter";
import { SignalMeter } from "./signal-meter";
import { TruePeakMeter } from "./true-peak-meter";

/** No real sample is this large; a float file may hold anything, and one infinity would spoil every sum. */
const LARGEST_SAMPLE = 1e6;

export interface SignalResult {
  frames: number;
  peaks: Peaks;
  loudness: Loudness;
  signal: SignalFacts;
  timeline: Timeline;
  tempo: TempoFacts | null;
  key: KeyFacts | null;
}

export interface SignalFormat {
  sampleRateHz: number;
  channels: number;
  peakBits?: PeakBits;
  hasChannelPeaks?: boolean;
}

/**
 * Feeds every meter in one pass. Input of any chunking is cut into blocks of one size first,
 * so the result does not depend on how the bytes happened to arrive, not even in the last bit.
 */
export class SignalAnalyzer {
  private readonly kernels: Kernels;
  private readonly block: Float32Array[];
  private readonly peaks: PeaksMeter;
  private readonly channelPeaks: ChannelPeaksMeter | null;
  private readonly loudness: LoudnessMeter;
  private readonly truePeak: TruePeakMeter;
  private readonly signal: SignalMeter;
  private readonly music: MusicMeter;
  private filled = 0;
  private processedFrames = 0;

  constructor({ sampleRateHz, channels, peakBits = 8, hasChannelPeaks = false }: SignalFormat) {
    const kernels = new Kernels();
    this.kernels = kernels;
    this.block = kernels.planes(channels, BLOCK_FRAMES);
    this.peaks = new PeaksMeter(sampleRateHz, peakBits, kernels);
    this.channelPeaks = hasChannelPeaks ? new ChannelPeaksMeter(sampleRateHz, channels, peakBits, kernels) : null;
    this.loudness = new LoudnessMeter(sampleRateHz, channels, kernels);
    this.truePeak = new TruePeakMeter(channels, kernels);
    this.signal = new SignalMeter(sampleRateHz, channels, kernels);
    this.music = new MusicMeter(sampleRateHz, kernels);
  }

  get frames(): number {
    return this.processedFrames + this.filled;
  }

  push(channels: PcmBlock): void {
    const frames = channels[0]?.length ?? 0;
    for (let from = 0; from < frames; ) {
      const count = Math.min(frames - from, BLOCK_FRAMES - this.filled);
      this.block.forEach((target, c) => {
        const source = channels[c];
        if (source) target.set(source.subarray(from, from + count), this.filled);
      });
      this.filled += count;
      from += count;
      if (this.filled === BLOCK_FRAMES) this.processBlock();
    }
  }

  finish(): SignalResult {
    if (this.filled > 0) this.processBlock();
    const figures = this.loudness.finish();
    const truePeakDbtp = amplitudeToDb(this.truePeak.truePeak);
    const { integratedLufs } = figures;
    return {
      frames: this.processedFrames,
      peaks: { ...this.peaks.finish(), channelDat: this.channelPeaks?.finish() ?? null },
      loudness: {
        ...figures,
        truePeakDbtp,
        samplePeakDbfs: amplitudeToDb(this.truePeak.samplePeak),
        plrLu: truePeakDbtp === null || integratedLufs === null ? null : truePeakDbtp - integratedLufs,
      },
      signal: this.signal.finish(this.truePeak.samplePeak),
      timeline: { shortTerm: this.loudness.shortTermCurve(), silences: this.signal.silences() },
      ...this.music.finish(),
    };
  }

  private processBlock(): void {
    const { block, filled } = this;
    for (const channel of block) {
      if (!this.kernels.run.areWithin(channel.byteOffset, filled, LARGEST_SAMPLE)) removeNonFinite(channel, filled);
    }
    this.peaks.process(block, filled);
    this.channelPeaks?.process(block, filled);
    this.truePeak.process(block, filled);
    this.loudness.process(block, filled);
    this.signal.process(block, filled);
    this.music.process(block, filled);
    this.processedFrames += filled;
    this.filled = 0;
  }
}

function removeNonFinite(samples: Float32Array, frames: number): void {
  for (let i = 0; i < frames; i++) {
    const value = samples[i] as number;
    if (value <= LARGEST_SAMPLE && value >= -LARGEST_SAMPLE) continue;
    samples[i] = Number.isNaN(value) ? 0 : Math.sign(value) * LARGEST_SAMPLE;
  }
}
