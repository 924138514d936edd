import type { KeyFacts, TempoFacts } from "../audio-analysis";
import type { Kernels } from "../kernels/kernels";
import { estimateKey } from "../key/estimate-key";
import { type PitchCurves, PitchMeter } from "../key/pitch-meter";
import { BLOCK_FRAMES, type Meter, type PcmBlock } from "../meter";
import { estimateTempo } from "../tempo/estimate-tempo";
import { type OnsetCurves, OnsetMeter } from "../tempo/onset-meter";
import { HalfBand } from "./half-band";

/** About the rate that onsets are measured at; half of it serves pitches up to C7. */
const ONSET_RATE_HZ = 11_025;

/** Tempo and key are those of the first two hours: what lasts longer is no song, and memory must not grow with it. */
const MOST_MUSIC_SEC = 2 * 3600;

/** Mixes to mono and lowers the rate once for tempo and key. */
export class MusicMeter implements Meter {
  private readonly halvings: HalfBand[];
  private readonly mix: Float32Array | null;
  private readonly last: HalfBand;
  private readonly onsets: OnsetMeter;
  private readonly pitches: PitchMeter;
  private framesLeft: number;

  constructor(
    sampleRateHz: number,
    private readonly kernels: Kernels,
  ) {
    this.framesLeft = sampleRateHz * MOST_MUSIC_SEC;
    const count = Math.max(0, Math.round(Math.log2(sampleRateHz / ONSET_RATE_HZ)));
    this.halvings = Array.from({ length: count }, (_, i) => {
      return new HalfBand(BLOCK_FRAMES, i < count - 1 ? "short" : "long", kernels);
    });
    this.last = new HalfBand(BLOCK_FRAMES, "long", kernels);
    this.mix = count === 0 ? kernels.floats(BLOCK_FRAMES) : null;
    const onsetRateHz = sampleRateHz / 2 ** count;
    this.onsets = new OnsetMeter(onsetRateHz, BLOCK_FRAMES, kernels);
    this.pitches = new PitchMeter(onsetRateHz / 2, BLOCK_FRAMES, kernels);
  }

  process(channels: PcmBlock, frames: number): void {
    if (this.framesLeft <= 0) return;
    this.framesLeft -= frames;
    const [first] = this.halvings;
    this.mixDown(channels, frames, first?.input ?? (this.mix as Float32Array), first?.inputAt ?? 0);
    let samples = this.mix as Float32Array;
    let count = frames;
    this.halvings.forEach((halving, i) => {
      if (i > 0) halving.input.set(samples.subarray(0, count), halving.inputAt);
      count = halving.process(count);
      samples = halving.output;
    });
    this.onsets.push(samples, count);
    this.last.input.set(samples.subarray(0, count), this.last.inputAt);
    this.pitches.push(this.last.output, this.last.process(count));
  }

  finish(): { tempo: TempoFacts | null; key: KeyFacts | null } {
    const { onsets, pitches } = this.readCurves();
    return { tempo: estimateTempo(onsets, this.kernels), key: estimateKey(pitches) };
  }

  /** What tempo and key are told from. */
  readCurves(): { onsets: OnsetCurves; pitches: PitchCurves } {
    return { onsets: this.onsets.finish(), pitches: this.pitches.finish() };
  }

  private mixDown(channels: PcmBlock, frames: number, target: Float32Array, at: number): void {
    const { kernels } = this;
    const [left, right = left] = channels;
    if (left && right && channels.length <= 2) {
      const address = target.byteOffset + at * Float32Array.BYTES_PER_ELEMENT;
      kernels.run.mixPair(kernels.addressOf(left), kernels.addressOf(right), address, frames);
      return;
    }
    target.fill(0, at, at + frames);
    for (const channel of channels) {
      for (let i = 0; i < frames; i++)
        target[at + i] = (target[at + i] as number) + (channel[i] as number) / channels.length;
    }
  }
}
