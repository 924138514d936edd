import type { KeyName } from "../../audio-analysis";
import type { MidiNote, MidiProgram } from "./midi-file";
import { CHANNELS, makeMotif, playBass, playChords, playDrum, playFill, playLead, type StepNote } from "./players";
import { Random } from "./random";
import { chordAt, makeForm, type Section } from "./song-form";
import type { SongPlan } from "./song-plan";
import { makeTimeMap, type TimeMap } from "./time-map";

const LENGTH_SEC = 95;
/** How many songs come to rest on the tonic; the others break off. */
const RESTS_SHARE = 0.6;

/** A song as notes, and what is true of it. */
export interface Arrangement {
  programs: MidiProgram[];
  notes: MidiNote[];
  truth: SongTruth;
}

export interface SongTruth {
  /** Beats a minute over the whole song. */
  bpm: number;
  beatSecs: Float64Array;
  key: KeyName;
}

/** The same plan gives the same song. */
export function arrangeSong(plan: SongPlan): Arrangement {
  const random = new Random(plan.seed);
  const { style } = plan;
  const sections = makeForm(random, plan, LENGTH_SEC);
  const bars = sections.reduce((total, section) => total + section.bars, 0);
  const times = makeTimeMap(random, (bars + 1) * style.beatsPerBar, plan.bpm, style.drift ?? 0);
  const parts = pickParts(random, plan);
  const swing = random.between(...style.swing);
  const notes = sections.flatMap((section) =>
    Array.from({ length: section.bars }, (_, bar) => playBar(random, plan, section, parts, bar)).flatMap((steps, bar) =>
      steps.map((note) => timeNote(random, plan, times, swing, section.firstBar + bar, note)),
    ),
  );
  const end = random.chance(RESTS_SHARE) ? playEnd(plan) : [];
  const last = end.map((note) => timeNote(random, plan, times, 0, bars, note));
  const { beatSecs } = times;
  const beats = bars * style.beatsPerBar;
  const bpm = (60 * beats) / ((beatSecs[beats] ?? 0) - (beatSecs[0] ?? 0));
  const programs = (["bass", "chords", "lead"] as const).map((part) => ({
    ...{ channel: CHANNELS[part], program: random.pick(style.sounds[part]) },
    volume: { bass: 100, chords: 78, lead: 80 }[part],
  }));
  return {
    programs,
    notes: [...notes, ...last],
    truth: { bpm, beatSecs: beatSecs.slice(0, beats + 1), key: plan.key },
  };
}

interface Parts {
  drums: [lane: string, pattern: string][];
  bass: string;
  chords: [verse: string, chorus: string];
  motifs: [ReturnType<typeof makeMotif>, ReturnType<typeof makeMotif>];
}

function pickParts(random: Random, { style }: SongPlan): Parts {
  const steps = style.beatsPerBar * style.stepsPerBeat;
  return {
    drums: Object.entries(style.drums).map(([lane, patterns]) => [lane, random.pick(patterns)]),
    bass: random.pick(style.bass),
    chords: [random.pick(style.chords), random.pick(style.chords)],
    motifs: [makeMotif(random, steps, style.stepsPerBeat), makeMotif(random, steps, style.stepsPerBeat)],
  };
}

function playBar(random: Random, plan: SongPlan, section: Section, parts: Parts, index: number): StepNote[] {
  const { style, key } = plan;
  const steps = style.beatsPerBar * style.stepsPerBeat;
  const bar = { random, key, chord: chordAt(section, index), steps };
  const side = section.isChorus ? 1 : 0;
  const hasDrums = section.hasDrums && parts.drums.length > 0;
  const lanes = parts.drums.filter(([lane]) => !section.isThin || (lane !== "snare" && lane !== "clap"));
  const isLast = index === section.bars - 1;
  return [
    ...(hasDrums ? lanes.flatMap(([lane, pattern]) => playDrum(lane, pattern, index, steps)) : []),
    ...(hasDrums && index === 0 && section.isChorus ? playDrum("crash", "x", 0, steps) : []),
    ...(hasDrums && isLast && style.humanSec > 0.002 ? playFill(random, steps, style.stepsPerBeat) : []),
    ...(section.isThin ? [] : playBass(bar, parts.bass)),
    ...playChords(bar, parts.chords[side], style.voicing),
    ...(section.hasLead ? playLead(bar, parts.motifs[side], index, style.stepsPerBeat) : []),
  ];
}

/** The tonic, held for a bar. */
function playEnd({ style, key }: SongPlan): StepNote[] {
  const steps = style.beatsPerBar * style.stepsPerBeat;
  const bar = { random: new Random(1), key, chord: { degree: 0 }, steps };
  return [...playBass(bar, "R".padEnd(steps, ".")), ...playChords(bar, "X".padEnd(steps, "."), style.voicing)];
}

function timeNote(
  random: Random,
  { style }: SongPlan,
  times: TimeMap,
  swing: number,
  bar: number,
  { step, steps, ...note }: StepNote,
): MidiNote {
  const swung = (at: number): number => at + (at % 2 === 1 ? swing : 0);
  const beat = (at: number): number => bar * style.beatsPerBar + swung(at) / style.stepsPerBeat;
  const startSec = times.at(beat(step)) + random.between(-style.humanSec, style.humanSec);
  const durationSec = 0.95 * (times.at(beat(step + steps)) - times.at(beat(step)));
  return { ...note, velocity: note.velocity + random.between(-8, 8), startSec, durationSec };
}
