import { likenessAt } from "./periodicity";
import type { Rhythm } from "./rhythm";

const TOLERANCE = 0.012;
/** Where the ear expects a beat when nothing else tells. */
const USUAL_BPM = 120;

/** What is looked at, in beats of the reading: a beat is told by what repeats after it and by what does not within it. */
const WHOLE_BEATS = [1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 3 / 2, 2, 3, 4, 6, 8];
const REGISTER_BEATS = [1 / 2, 1, 2, 3, 4];

/** What speaks for and against one reading of the beat, as figures of about -2 to 2. */
export function describeReading(rhythm: Rhythm, bpm: number): number[] {
  const lag = (60 * rhythm.framesPerSec) / bpm;
  const octaves = Math.log2(bpm / USUAL_BPM);
  const density = Math.log2((rhythm.onsetsPerSec * 60) / bpm + 0.1);
  const likeness = (curve: Float64Array | null, beats: number): number =>
    curve === null ? 0 : likenessAt(curve, beats * lag, TOLERANCE);
  return [
    ...[octaves, octaves * octaves, density, density * density],
    ...WHOLE_BEATS.map((beats) => likeness(rhythm.whole, beats)),
    ...rhythm.registers.flatMap((curve) => REGISTER_BEATS.map((beats) => likeness(curve, beats))),
  ];
}
