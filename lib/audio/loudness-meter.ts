import type { LoudnessCurve } from "./audio-analysis";
import { GrowingArray } from "./growing-array";
import { channelWeight, KWeightedPair } from "./k-weighting";
import type { Kernels } from "./kernels/kernels";
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

/** A channel, and how much it counts. */
interface Member {
  index: number;
  weight: number;
}

/** EBU R 128: integrated, momentary and short-term loudness (ITU-R BS.1770-5) and loudness range (EBU Tech 3342). */
export class LoudnessMeter implements Meter {
  /** Two channels are filtered at once; the last of an odd number is alone. */
  private readonly weighted: { filter: KWeightedPair; members: Member[] }[] = [];
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
    private readonly kernels: Kernels,
  ) {
    this.tickEnd = this.endOfTick(0);
    const counted = Array.from({ length: channels }, (_, index) => ({
      index,
      weight: channelWeight(index, channels),
    })).filter(({ weight }) => weight > 0);
    for (let i = 0; i < counted.length; i += 2) {
      this.weighted.push({ filter: new KWeightedPair(sampleRateHz, kernels), members: counted.slice(i, i + 2) });
    }
  }

  process(channels: PcmBlock, frames: number): void {
    for (let from = 0; from < frames; ) {
      const to = Math.min(frames, from + this.tickEnd - this.frames);
      this.addEnergy(channels, from, to);
      this.frames += to - from;
      from = to;
      if (this.frames === this.tickEnd) this.endTick();
    }
  }

  private addEnergy(channels: PcmBlock, from: number, to: number): void {
    const skipped = from * Float32Array.BYTES_PER_ELEMENT;
    for (const { filter, members } of this.weighted) {
      const [left = 0, right = left] = members.map(({ index }) => {
        return this.kernels.addressOf(channels[index] as Float32Array) + skipped;
      });
      const energies = filter.sumsOfSquares(left, right, to - from);
      members.forEach(({ weight }, lane) => {
        this.tickEnergy += weight * (energies[lane] as number);
      });
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
