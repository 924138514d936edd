import type { KeyName } from "../audio-analysis";
import { ALL_OCTAVES, BASS_OCTAVES, foldToChroma } from "./chroma";
import { correlate } from "./key-profiles";
import { PITCH_STEPS } from "./pitch-kernel";

const MAJOR_TRIAD = [0, 4, 7];
const MINOR_TRIAD = [0, 3, 7];

/** How much each semitone sounds: over the whole song, in the bass, and where the song begins and ends. */
export interface Tones {
  whole: Float64Array;
  bass: Float64Array;
  first: Float64Array;
  last: Float64Array;
}

/** `steps` is the sum of all passages. */
export function readTones(passages: Float32Array, steps: Float64Array, tuningCents: number): Tones {
  return {
    whole: foldToChroma(steps, tuningCents, ALL_OCTAVES),
    bass: foldToChroma(steps, tuningCents, BASS_OCTAVES),
    first: foldToChroma(passages.subarray(0, PITCH_STEPS), tuningCents, ALL_OCTAVES),
    last: foldToChroma(passages.subarray(-PITCH_STEPS), tuningCents, ALL_OCTAVES),
  };
}

/** What speaks for a key, as figures of about -1 to 1: a song tends to begin and to end on the tonic's chord. */
export function describeKey({ whole, bass, first, last }: Tones, key: KeyName): number[] {
  return [
    ...[correlate(whole, key), correlate(bass, key)],
    ...[triadShare(first, key), triadShare(last, key), key.mode === "minor" ? 1 : 0],
  ];
}

/** The part of all tones that are of the tonic's chord. */
function triadShare(chroma: Float64Array, { tonic, mode }: KeyName): number {
  const sum = chroma.reduce((total, value) => total + value, 0);
  const triad = (mode === "major" ? MAJOR_TRIAD : MINOR_TRIAD).map((step) => chroma[(tonic + step) % 12] ?? 0);
  return sum > 0 ? triad.reduce((total, value) => total + value, 0) / sum : 0;
}
