import { channelWeight, KWeightedChannel } from "./k-weighting";
import { energyToLufs, LoudnessHistogram } from "./loudness-histogram";
import type { Meter, PcmBlock } from "./meter";

/** All windows advance in steps of 100 ms: a momentary window is 4 steps, a short-term window 30 (EBU Tech 3341). */
const STEPS_PER_SECOND = 10;
const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;
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
  private readonly stepFrames: number;
  private readonly recent = new Float64Array(SHORT_TERM_STEPS);
  private readonly momentary = new LoudnessHistogram();
  private readonly shortTerm = new LoudnessHistogram();
  private stepEnergy = 0;
  private stepFilled = 0;
  private steps = 0;
  private maxMomentary = 0;
  private maxShortTerm = 0;

  constructor(sampleRateHz: number, channels: number) {
    this.stepFrames = Math.round(sampleRateHz / STEPS_PER_SECOND);
    this.weighted = Array.from({ length: channels }, (_, index) => ({
      filter: new KWeightedChannel(sampleRateHz),
      weight: channelWeight(index, channels),
      index,
    })).filter(({ weight }) => weight > 0);
  }

  process(channels: PcmBlock, frames: number): void {
    for (let from = 0; from < frames; ) {
      const to = Math.min(frames, from + this.stepFrames - this.stepFilled);
      for (const { filter, weight, index } of this.weighted) {
        const samples = channels[index];
        if (samples) this.stepEnergy += weight * filter.sumOfSquares(samples, from, to);
      }
      this.stepFilled += to - from;
      from = to;
      if (this.stepFilled === this.stepFrames) this.endStep();
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

  private endStep(): void {
    this.recent[this.steps % SHORT_TERM_STEPS] = this.stepEnergy / this.stepFrames;
    this.steps++;
    this.stepEnergy = 0;
    this.stepFilled = 0;
    if (this.steps >= MOMENTARY_STEPS) {
      const energy = this.meanOfLast(MOMENTARY_STEPS);
      this.momentary.add(energy);
      this.maxMomentary = Math.max(this.maxMomentary, energy);
    }
    if (this.steps >= SHORT_TERM_STEPS) {
      const energy = this.meanOfLast(SHORT_TERM_STEPS);
      this.shortTerm.add(energy);
      this.maxShortTerm = Math.max(this.maxShortTerm, energy);
    }
  }

  private meanOfLast(count: number): number {
    let sum = 0;
    for (let back = 1; back <= count; back++) sum += this.recent[(this.steps - back) % SHORT_TERM_STEPS] ?? 0;
    return sum / count;
  }
}
