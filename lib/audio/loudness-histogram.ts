/** The absolute gate of BS.1770: what is quieter counts as nothing. */
export const FLOOR_LUFS = -70;
const CEILING_LUFS = 30;
const BINS_PER_LU = 100;
const BIN_COUNT = (CEILING_LUFS - FLOOR_LUFS) * BINS_PER_LU;
const OFFSET_LU = -0.691;

/** Mean square of K-weighted sound to LUFS. */
export function energyToLufs(energy: number): number {
  return OFFSET_LU + 10 * Math.log10(energy);
}

/**
 * Block energies above the absolute gate, counted by loudness in steps of 0.01 LU. Energies themselves are summed
 * exactly, so only the place of the relative gate is rounded; memory is the same for a minute and for a day.
 */
export class LoudnessHistogram {
  private readonly counts = new Float64Array(BIN_COUNT);
  private readonly sums = new Float64Array(BIN_COUNT);

  add(energy: number): void {
    const lufs = energyToLufs(energy);
    if (!(lufs > FLOOR_LUFS)) return;
    const bin = Math.min(BIN_COUNT - 1, Math.floor((lufs - FLOOR_LUFS) * BINS_PER_LU));
    this.counts[bin] = (this.counts[bin] ?? 0) + 1;
    this.sums[bin] = (this.sums[bin] ?? 0) + energy;
  }

  /** Mean loudness of the blocks louder than `gateLu` below the mean of all; null when none is. */
  gatedMeanLufs(gateLu: number): number | null {
    const from = this.gateBin(gateLu);
    return from === null ? null : this.meanLufsFrom(from);
  }

  /** The spread between two percentiles (0..1) of the blocks above the relative gate, in LU; null when there is none. */
  spreadLu(gateLu: number, low: number, high: number): number | null {
    const from = this.gateBin(gateLu);
    if (from === null) return null;
    let total = 0;
    for (let bin = from; bin < BIN_COUNT; bin++) total += this.counts[bin] ?? 0;
    const binAt = (share: number): number => {
      let left = Math.round((total - 1) * share);
      for (let bin = from; bin < BIN_COUNT; bin++) {
        left -= this.counts[bin] ?? 0;
        if (left < 0) return bin;
      }
      return BIN_COUNT - 1;
    };
    return (binAt(high) - binAt(low)) / BINS_PER_LU;
  }

  private gateBin(gateLu: number): number | null {
    const mean = this.meanLufsFrom(0);
    if (mean === null) return null;
    return Math.max(0, Math.floor((mean + gateLu - FLOOR_LUFS) * BINS_PER_LU));
  }

  private meanLufsFrom(from: number): number | null {
    let count = 0;
    let sum = 0;
    for (let bin = from; bin < BIN_COUNT; bin++) {
      count += this.counts[bin] ?? 0;
      sum += this.sums[bin] ?? 0;
    }
    return count > 0 ? energyToLufs(sum / count) : null;
  }
}
