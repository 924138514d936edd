import { noise } from "../testdata/synthesis";

export interface BeatTrack {
  rateHz: number;
  bpm: number;
  durationSec: number;
  firstBeatSec: number;
}

const DECAY_SEC = 0.04;

/** Kick on one and three, snare on two and four, a hat on every eighth. */
export function drumTrack({ rateHz, bpm, durationSec, firstBeatSec }: BeatTrack): Float32Array {
  const sound = new Float32Array(Math.round(durationSec * rateHz));
  const rustle = noise(rateHz, 1);
  for (let eighth = 0; ; eighth++) {
    const atSec = firstBeatSec + (eighth * 30) / bpm;
    if (atSec >= durationSec) return sound;
    addBurst(sound, rateHz, atSec, (t) => 0.15 * (rustle[t % rateHz] ?? 0));
    if (eighth % 4 === 0) addBurst(sound, rateHz, atSec, (t) => 0.7 * Math.sin((2 * Math.PI * 60 * t) / rateHz));
    if (eighth % 4 === 2) addBurst(sound, rateHz, atSec, (t) => 0.4 * (rustle[(t * 7) % rateHz] ?? 0));
  }
}

/** A bare click on every beat. */
export function clickTrack({ rateHz, bpm, durationSec, firstBeatSec }: BeatTrack): Float32Array {
  const sound = new Float32Array(Math.round(durationSec * rateHz));
  for (let atSec = firstBeatSec; atSec < durationSec; atSec += 60 / bpm) {
    addBurst(sound, rateHz, atSec, (t) => 0.6 * Math.sin((2 * Math.PI * 1000 * t) / rateHz));
  }
  return sound;
}

function addBurst(sound: Float32Array, rateHz: number, atSec: number, wave: (frame: number) => number): void {
  const at = Math.round(atSec * rateHz);
  const length = Math.min(sound.length - at, Math.round(5 * DECAY_SEC * rateHz));
  for (let i = 0; i < length; i++) {
    sound[at + i] = (sound[at + i] as number) + wave(i) * Math.exp(-i / (DECAY_SEC * rateHz));
  }
}

/** Chords one after the other, each a list of MIDI pitches; every tone has four overtones that grow softer. */
export function chordTrack(rateHz: number, chords: readonly number[][], chordSec: number, cents = 0): Float32Array {
  const length = Math.round(chordSec * rateHz);
  const sound = new Float32Array(chords.length * length);
  chords.forEach((pitches, chord) => {
    for (const pitch of pitches) {
      const frequencyHz = 440 * 2 ** ((pitch - 69 + cents / 100) / 12);
      for (let harmonic = 1; harmonic <= 5; harmonic++) {
        const step = (2 * Math.PI * harmonic * frequencyHz) / rateHz;
        if (step > Math.PI) break;
        for (let i = 0; i < length; i++) {
          const fade = Math.min(1, i / (0.01 * rateHz), (length - i) / (0.01 * rateHz));
          const at = chord * length + i;
          sound[at] = (sound[at] as number) + (0.08 / harmonic) * fade * Math.sin(step * i);
        }
      }
    }
  });
  return sound;
}

/** Bursts of coloured noise of uneven length at uneven times, three to six a second, with pauses: speech to a beat meter. */
export function speechLike(rateHz: number, durationSec: number): Float32Array {
  const sound = noise(Math.round(durationSec * rateHz), 0.3, 7);
  const chance = noise(4 * Math.ceil(durationSec * 6), 1, 99);
  let at = 0;
  for (let syllable = 0; at < sound.length; syllable++) {
    const roll = (kind: number): number => ((chance[(4 * syllable + kind) % chance.length] ?? 0) + 1) / 2;
    const length = Math.round((0.08 + 0.2 * roll(0)) * rateHz);
    const pause = Math.round((0.03 + 0.1 * roll(1) + (roll(2) > 0.85 ? 0.5 : 0)) * rateHz);
    const pitchHz = 110 + 60 * roll(3);
    for (let i = 0; i < length && at + i < sound.length; i++) {
      const shape = Math.sin((Math.PI * i) / length) ** 2;
      const voice =
        Math.sin((2 * Math.PI * pitchHz * i) / rateHz) + 0.5 * Math.sin((4 * Math.PI * pitchHz * i) / rateHz);
      sound[at + i] = shape * (0.3 * voice + 0.3 * (sound[at + i] as number));
    }
    sound.fill(0, at + length, at + length + pause);
    at += length + pause;
  }
  return sound;
}
