import { type Chord, pickProgression } from "./harmony";
import type { Random } from "./random";
import type { SongPlan } from "./song-plan";

const BEATS_BETWEEN_CHORDS = 4;

/** Some bars that are played alike. */
export interface Section {
  firstBar: number;
  bars: number;
  hasDrums: boolean;
  /** Without snare and bass: an intro or a break. */
  isThin: boolean;
  isChorus: boolean;
  hasLead: boolean;
  chords: Chord[];
  /** How long each chord stands. */
  barsPerChord: number;
}

/** Intro, verses, choruses and a break until the song is `lengthSec` long. */
export function makeForm(random: Random, { style, bpm, key }: SongPlan, lengthSec: number): Section[] {
  const bars = Math.ceil((lengthSec * bpm) / 60 / style.beatsPerBar);
  const barsPerChord = style.beatsPerBar < BEATS_BETWEEN_CHORDS || bpm > 160 ? random.integer(1, 2) : 1;
  const verse = pickProgression(random, key.mode);
  const chorus = pickProgression(random, key.mode);
  const sections: Section[] = [];
  for (let bar = 0, index = 0; bar < bars; index++) {
    const kind = index === 0 ? "intro" : (["verse", "chorus", "verse", "chorus", "break"][(index - 1) % 5] ?? "verse");
    const isThin = kind === "intro" || kind === "break";
    const length = Math.min(isThin ? 4 : 8, bars - bar);
    const isChorus = kind === "chorus";
    const hasDrums = !isThin || random.chance(0.4);
    const hasLead = !isThin && random.chance(0.7);
    const chords = isChorus ? chorus : verse;
    sections.push({ firstBar: bar, bars: length, hasDrums, isThin, isChorus, hasLead, chords, barsPerChord });
    bar += length;
  }
  return sections;
}

/** The chord that stands in a bar of a section. */
export function chordAt({ chords, barsPerChord }: Section, bar: number): Chord {
  return chords[Math.floor(bar / barsPerChord) % chords.length] ?? { degree: 0 };
}
