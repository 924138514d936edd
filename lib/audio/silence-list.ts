import type { Silence } from "./audio-analysis";

/** Shorter ones are rests in the music. */
const LEAST_SEC = 0.5;
const MOST = 100;

/** The longest silences of a sound, as many as a person would ever look at. */
export class SilenceList {
  private kept: { from: number; frames: number }[] = [];

  constructor(private readonly sampleRateHz: number) {}

  /** Takes a silence of so many frames that begins at frame `from`. */
  add(from: number, frames: number): void {
    if (frames < LEAST_SEC * this.sampleRateHz) return;
    this.kept.push({ from, frames });
    // Sorting now and then costs less than keeping order.
    if (this.kept.length >= MOST * 2) this.keepLongest();
  }

  /** In the order of time. */
  toArray(): Silence[] {
    this.keepLongest();
    return this.kept
      .sort((one, other) => one.from - other.from)
      .map(({ from, frames }) => ({ startSec: from / this.sampleRateHz, endSec: (from + frames) / this.sampleRateHz }));
  }

  private keepLongest(): void {
    this.kept = this.kept.sort((one, other) => other.frames - one.frames || one.from - other.from).slice(0, MOST);
  }
}
