import type { LoudnessCurve } from "./audio-analysis";
import { GrowingArray } from "./growing-array";
import { channelWeight, KWeightedChannel } from "./k-weighting";
import { energyToLufs, FLOOR_LUFS, LoudnessHistogram } from "./loudness-histogram";
import type { Meter, PcmBlock } from "./meter";

/**
 * Energy is summed in ticks of 10 ms. Gating blocks advance by 100 ms as BS.1770 says; the maxima are looked for on a
 * finer grid, since a burst of 400 ms that lies between two steps would read half a decibel low (EBU Tech 3341).
 */
const TICKS_PER_SECOND = 100;
const STEP_TICKS = 10;
const MOMENTARY_TICKS = 40;
const SHORT_TERM_TICKS = 300;
const SHORT_TERM_HOP_TICKS = 5;
const INTEGRATED_GATE_LU = -10;
const RANGE_GATE_LU = -20;
const RANGE_LOW = 0.1;
const RANGE_HIGH = 0.95;

export interface LoudnessFigures {
  integratedLufs: number | null;
  rangeLu: number | null;
  maxMomentaryLufs: number | null;
  maxShortTermLufs: number | null;
}

/** EBU R 128: integrated, momentary and short-term loudness (ITU-R BS.1770-5) and loudness range (EBU Tech 3342). */
export class LoudnessMeter implements Meter {
  private readonly weighted: { filter: KWeightedChannel; weight: number; index: number }[];
  private readonly recent = new Float64Array(SHORT_TERM_TICKS);
  private readonly momentary = new LoudnessHistogram();
  private readonly shortTerm = new LoudnessHistogram();
  private readonly curve = new GrowingArray((length) => new Float32Array(length));
  private frames = 0;
  private ticks = 0;
  private tickEnergy = 0;
  private tickEnd: number;
  private maxMomentary = 0;
  private maxShortTerm = 0;

  constructor(
    private readonly sampleRateHz: number,
    channels: number,
  ) {
    this.tickEnd = this.endOfTick(0);
    this.weighted = Array.from({ length: channels }, (_, index) => ({
      filter: new KWeightedChannel(sampleRateHz),
      weight: channelWeight(index, channels),
      index,
    })).filter(({ weight }) => weight > 0);
  }

  process(channels: PcmBlock, frames: number): void {
    for (let from = 0; from < frames; ) {
      const to = Math.min(frames, from + this.tickEnd - this.frames);
      for (const { filter, weight, index } of this.weighted) {
        const samples = channels[index];
        if (samples) this.tickEnergy += weight * filter.sumOfSquares(samples, from, to);
      }
      this.frames += to - from;
      from = to;
      if (this.frames === this.tickEnd) this.endTick();
    }
  }

  finish(): LoudnessFigures {
    return {
      integratedLufs: this.momentary.gatedMeanLufs(INTEGRATED_GATE_LU),
      rangeLu: this.shortTerm.spreadLu(RANGE_GATE_LU, RANGE_LOW, RANGE_HIGH),
      maxMomentaryLufs: this.maxMomentary > 0 ? energyToLufs(this.maxMomentary) : null,
      maxShortTermLufs: this.maxShortTerm > 0 ? energyToLufs(this.maxShortTerm) : null,
    };
  }

  /** Four bytes a second; empty below three seconds. */
  shortTermCurve(): LoudnessCurve {
    return { stepSec: 1, lufs: this.curve.toArray() };
  }

  private endOfTick(tick: number): number {
    return Math.floor(((tick + 1) * this.sampleRateHz) / TICKS_PER_SECOND);
  }

  private endTick(): void {
    this.recent[this.ticks % SHORT_TERM_TICKS] = this.tickEnergy;
    this.ticks++;
    this.tickEnergy = 0;
    this.tickEnd = this.endOfTick(this.ticks);
    if (this.ticks >= MOMENTARY_TICKS) {
      const energy = this.meanOfLast(MOMENTARY_TICKS);
      this.maxMomentary = Math.max(this.maxMomentary, energy);
      if (this.ticks % STEP_TICKS === 0) this.momentary.add(energy);
    }
    if (this.ticks >= SHORT_TERM_TICKS && this.ticks % SHORT_TERM_HOP_TICKS === 0) this.addShortTerm();
  }

  private addShortTerm(): void {
    const energy = this.meanOfLast(SHORT_TERM_TICKS);
    this.maxShortTerm = Math.max(this.maxShortTerm, energy);
    if (this.ticks % STEP_TICKS === 0) this.shortTerm.add(energy);
    if (this.ticks % TICKS_PER_SECOND === 0) this.curve.push(Math.max(FLOOR_LUFS, energyToLufs(energy)));
  }

  private meanOfLast(ticks: number): number {
    let sum = 0;
    for (let back = 1; back <= ticks; back++) sum += this.recent[(this.ticks - back) % SHORT_TERM_TICKS] as number;
    return (sum * TICKS_PER_SECOND) / (ticks * this.sampleRateHz);
  }
}
