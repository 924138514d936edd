import { encodeWav } from "./wav";

const RATE_HZ = 44_100;

/** A small arrangement: how loud each bar is, what is played, how fast. */
export interface Arrangement {
  bpm: number;
  /** MIDI number of the key's lowest note. */
  root: number;
  /** Semitones of each bar's chord above the root, repeated over the song. */
  chords: number[][];
  /** Strength of each bar, 0 (rest) to 1. One bar has four beats. */
  bars: number[];
  /** Linear level of the whole, 0 to 1. */
  level: number;
}

type Mix = { left: Float32Array; right: Float32Array };

/** Plays an arrangement with a few simple voices: chords, bass, kick, snare and hi-hat. Answers a WAV file. */
export function synthesize(song: Arrangement): Buffer {
  const beatSec = 60 / song.bpm;
  const frames = Math.ceil((song.bars.length * 4 * beatSec + 1.5) * RATE_HZ);
  const mix: Mix = { left: new Float32Array(frames), right: new Float32Array(frames) };
  song.bars.forEach((strength, bar) => {
    if (strength <= 0) return;
    const atSec = bar * 4 * beatSec;
    const chord = song.chords[bar % song.chords.length] ?? [0];
    playChord(
      mix,
      atSec,
      4 * beatSec,
      chord.map((step) => song.root + step),
      strength,
    );
    for (let beat = 0; beat < 4; beat++)
      playBeat(mix, atSec + beat * beatSec, beat, strength, song.root + (chord[0] ?? 0), beatSec);
  });
  return encodeWav(master(mix.left, song.level), master(mix.right, song.level), RATE_HZ);
}

function playBeat(mix: Mix, atSec: number, beat: number, strength: number, note: number, beatSec: number): void {
  playTone(mix, atSec, beatSec * 0.9, note - 24, 0.32 * strength, 4, 0);
  if (strength < 0.35) return;
  if (beat % 2 === 0) playKick(mix, atSec, strength);
  else playNoise(mix, atSec, 0.18, 0.22 * strength, 18, 0.1);
  for (const half of [0, 0.5]) playNoise(mix, atSec + half * beatSec, 0.05, 0.08 * strength, 60, -0.3);
}

function playChord(mix: Mix, atSec: number, lengthSec: number, notes: number[], strength: number): void {
  notes.forEach((note, voice) => {
    const pan = (voice / Math.max(1, notes.length - 1)) * 1.2 - 0.6;
    for (const part of [0, 0.375, 0.75])
      playTone(mix, atSec + part * lengthSec, lengthSec * 0.36, note, 0.13 * strength, 2.2, pan);
  });
}

/** A plucked string, roughly: three harmonics that die away. `pan` from −1 (left) to 1. */
function playTone(
  mix: Mix,
  atSec: number,
  lengthSec: number,
  midi: number,
  gain: number,
  decay: number,
  pan: number,
): void {
  const hz = 440 * 2 ** ((midi - 69) / 12);
  add(mix, atSec, lengthSec, pan, (sec) => {
    const phase = 2 * Math.PI * hz * sec;
    const body = Math.sin(phase) + 0.4 * Math.sin(2 * phase) + 0.2 * Math.sin(3 * phase);
    return gain * body * Math.exp(-decay * sec) * Math.min(1, sec * 180);
  });
}

function playKick(mix: Mix, atSec: number, strength: number): void {
  add(
    mix,
    atSec,
    0.3,
    0,
    (sec) => 0.7 * strength * Math.sin(2 * Math.PI * (48 + 90 * Math.exp(-28 * sec)) * sec) * Math.exp(-11 * sec),
  );
}

let seed = 1;

/** White noise from a small generator, so that a demo sounds the same each time. */
function nextNoise(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
  return seed / 0x7fffffff;
}

function playNoise(mix: Mix, atSec: number, lengthSec: number, gain: number, decay: number, pan: number): void {
  add(mix, atSec, lengthSec, pan, (sec) => gain * nextNoise() * Math.exp(-decay * sec));
}

function add(mix: Mix, atSec: number, lengthSec: number, pan: number, sampleAt: (sec: number) => number): void {
  const from = Math.round(atSec * RATE_HZ);
  const frames = Math.min(Math.round(lengthSec * RATE_HZ), mix.left.length - from);
  for (let frame = 0; frame < frames; frame++) {
    const sample = sampleAt(frame / RATE_HZ);
    mix.left[from + frame] = (mix.left[from + frame] ?? 0) + sample * Math.min(1, 1 - pan);
    mix.right[from + frame] = (mix.right[from + frame] ?? 0) + sample * Math.min(1, 1 + pan);
  }
}

/** A soft limiter: loud places bend instead of breaking. */
function master(samples: Float32Array, level: number): Float32Array {
  return samples.map((sample) => level * Math.tanh(1.6 * sample));
}
