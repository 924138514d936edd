import type { KeyName } from "../../audio-analysis";
import type { Random } from "./random";

/** A chord on a degree of the scale, 0 to 6; `tones` where it is not made of the scale, in semitones above the tonic. */
export interface Chord {
  degree: number;
  tones?: readonly number[];
}

/** How many of a chord's tones are played: three, four, or only root and fifth. */
export type Voicing = "triads" | "sevenths" | "fifths";

const MAJOR_SCALE = [0, 2, 4, 5, 7, 9, 11];
const MINOR_SCALE = [0, 2, 3, 5, 7, 8, 10];

const MAJOR_LOOPS = [
  ...["0 4 5 3", "0 3 4 3", "0 5 3 4", "1 4 0 0", "0 2 3 4", "5 3 0 4", "3 0 4 5"],
  ...["0 3 0 4", "0 0 3 4", "0 7 3 0", "0 3 7 3", "1 4 0 5", "3 4 0 0"],
];
const MINOR_LOOPS = [
  ...["0 5 2 6", "0 3 4 0", "0 6 5 6", "0 5 3 D", "1 D 0 0", "0 3 6 2", "0 0 3 D"],
  ...["0 0 5 6", "5 6 0 0", "0 S 0 S", "0 2 S 5", "5 2 6 0", "0 4 5 3"],
];

/** Chords from outside the scale: 7 is the major chord a whole tone below the tonic, S and D major on 4 and 5. */
const BORROWED: Record<string, Chord> = {
  "7": { degree: 6, tones: [10, 14, 17, 20] },
  S: { degree: 3, tones: [5, 9, 12, 15] },
  D: { degree: 4, tones: [7, 11, 14, 17] },
};

/** Four chords that go round, of the kind songs are made of; some sit as well in another key. */
export function pickProgression(random: Random, mode: KeyName["mode"]): Chord[] {
  const loop = random.pick(mode === "major" ? MAJOR_LOOPS : MINOR_LOOPS);
  return loop.split(" ").map((name) => BORROWED[name] ?? { degree: Number(name) });
}

/** Semitones above the tonic of a degree that may lie in any octave. */
export function scaleStep(mode: KeyName["mode"], degree: number): number {
  const scale = mode === "major" ? MAJOR_SCALE : MINOR_SCALE;
  const octave = Math.floor(degree / 7);
  return (scale[degree - octave * 7] ?? 0) + 12 * octave;
}

/** Root, third, fifth and seventh of a chord, in semitones above the tonic. */
export function chordTones(mode: KeyName["mode"], { degree, tones }: Chord): readonly number[] {
  return tones ?? [0, 2, 4, 6].map((third) => scaleStep(mode, degree + third));
}

/** The tones of a chord that are played. */
export function voiceChord(mode: KeyName["mode"], chord: Chord, voicing: Voicing): number[] {
  const [root = 0, third = 0, fifth = 0, seventh = 0] = chordTones(mode, chord);
  if (voicing === "fifths") return [root, fifth];
  return voicing === "triads" ? [root, third, fifth] : [root, third, fifth, seventh];
}
