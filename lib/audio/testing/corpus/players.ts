import type { KeyName } from "../../audio-analysis";
import { type Chord, chordTones, scaleStep, type Voicing, voiceChord } from "./harmony";
import { DRUM_CHANNEL, type MidiNote } from "./midi-file";
import type { Random } from "./random";

/** A note in steps of its bar. */
export type StepNote = Pick<MidiNote, "channel" | "pitch" | "velocity"> & { step: number; steps: number };

export const CHANNELS = { bass: 0, chords: 1, lead: 2, drums: DRUM_CHANNEL } as const;

const DRUM_PITCHES: Record<string, number> = {
  ...{ kick: 36, snare: 38, clap: 39, rim: 37, hat: 42, pedal: 44, open: 46, ride: 51, crash: 49 },
  ...{ tambourine: 54, conga: 63, shaker: 70, tom: 47 },
};
const DRUM_VELOCITIES: Record<string, number> = { x: 108, o: 78, g: 45 };
const BASS_LOWEST = 28;
const CHORDS_LOWEST = 52;
const LEAD_LOWEST = 64;

interface Bar {
  random: Random;
  key: KeyName;
  chord: Chord;
  steps: number;
}

/** One drum lane, of one bar or two in turn. */
export function playDrum(lane: string, pattern: string, bar: number, steps: number): StepNote[] {
  const offset = pattern.length > steps ? (bar % 2) * steps : 0;
  return [...pattern.slice(offset, offset + steps)].flatMap((sign, step) => {
    const velocity = DRUM_VELOCITIES[sign];
    const pitch = DRUM_PITCHES[lane];
    if (velocity === undefined || pitch === undefined) return [];
    return [{ channel: CHANNELS.drums, pitch, velocity, step, steps: 1 }];
  });
}

/** A roll on snare and toms over the last beat. */
export function playFill(random: Random, steps: number, stepsPerBeat: number): StepNote[] {
  return Array.from({ length: stepsPerBeat }, (_, i) => ({
    ...{ channel: CHANNELS.drums, pitch: random.pick([38, 45, 47, 50]), velocity: 85 + 5 * i },
    ...{ step: steps - stepsPerBeat + i, steps: 1 },
  }));
}

export function playBass({ random, key, chord, steps }: Bar, pattern: string): StepNote[] {
  const tones = chordTones(key.mode, chord);
  const root = place(key.tonic + (tones[0] ?? 0), BASS_LOWEST);
  const above = (tone: number): number => root + ((tones[tone] ?? 0) - (tones[0] ?? 0));
  const pitches: Record<string, () => number> = {
    ...{ R: () => root, r: () => root, e: () => root + 12, t: () => above(1), f: () => above(2) },
    w: () => root + scaleStep(key.mode, chord.degree + random.integer(-1, 5)) - scaleStep(key.mode, chord.degree),
  };
  return [...pattern.slice(0, steps)].flatMap((sign, step) => {
    const pitch = pitches[sign]?.();
    if (pitch === undefined) return [];
    const held = sign === "R" ? untilNext(pattern, step) : Math.min(untilNext(pattern, step), 2);
    return [{ channel: CHANNELS.bass, pitch, velocity: 95, step, steps: held }];
  });
}

export function playChords({ key, chord, steps }: Bar, pattern: string, voicing: Voicing): StepNote[] {
  const tones = voiceChord(key.mode, chord, voicing);
  const pitches = tones.map((tone) => place(key.tonic + tone, CHORDS_LOWEST));
  return [...pattern.slice(0, steps)].flatMap((sign, step) => {
    if (sign === ".") return [];
    const isBroken = sign >= "1" && sign <= "4";
    const chosen = isBroken
      ? [place(key.tonic + (tones[(Number(sign) - 1) % tones.length] ?? 0), CHORDS_LOWEST + (sign === "4" ? 12 : 0))]
      : pitches;
    const held = sign === "x" ? 1 : untilNext(pattern, step);
    return chosen.map((pitch) => ({
      channel: CHANNELS.chords,
      pitch,
      velocity: isBroken ? 80 : 76,
      step,
      steps: held,
    }));
  });
}

/** A tune over two bars: when its notes come, and how far each lies from the one before, in degrees of the scale. */
export type Motif = { bar: number; step: number; steps: number; move: number }[];

export function makeMotif(random: Random, steps: number, stepsPerBeat: number): Motif {
  const motif: Motif = [];
  const grid = stepsPerBeat === 4 ? 2 : 1;
  for (let at = random.integer(0, 1) * stepsPerBeat; at < 2 * steps; ) {
    const length = random.pick([1, 1, 2, 2, 3, 4]) * grid;
    if (!random.chance(0.2)) {
      motif.push({ bar: Math.floor(at / steps), step: at % steps, steps: length, move: random.integer(-2, 2) });
    }
    at += length;
  }
  return motif;
}

/** The motif's notes in one bar: on the beat a tone of the chord, between beats the scale. */
export function playLead({ key, chord, steps }: Bar, motif: Motif, bar: number, stepsPerBeat: number): StepNote[] {
  const tones = chordTones(key.mode, chord).slice(0, 3);
  let degree = chord.degree;
  return motif.flatMap((note) => {
    degree = Math.max(-3, Math.min(9, degree + note.move));
    if (note.bar !== bar % 2) return [];
    const free = scaleStep(key.mode, degree);
    const isStrong = note.step % stepsPerBeat === 0;
    const tone = isStrong ? nearest(tones, free) : free;
    const pitch = LEAD_LOWEST + ((key.tonic - LEAD_LOWEST) % 12) + 12 + tone;
    return [{ channel: CHANNELS.lead, pitch, velocity: 88, step: note.step, steps: Math.min(note.steps, steps) }];
  });
}

/** The tone of a chord, in whichever octave, that lies nearest to a pitch. */
function nearest(tones: readonly number[], pitch: number): number {
  const all = tones.flatMap((tone) => [tone - 12, tone, tone + 12]);
  return all.reduce((best, tone) => (Math.abs(tone - pitch) < Math.abs(best - pitch) ? tone : best), all[0] ?? pitch);
}

/** A pitch class in the octave from `lowest` on. */
function place(pitch: number, lowest: number): number {
  return lowest + ((((pitch - lowest) % 12) + 12) % 12);
}

function untilNext(pattern: string, step: number): number {
  const next = [...pattern.slice(step + 1)].findIndex((sign) => sign !== ".");
  return next < 0 ? pattern.length - step : next + 1;
}
