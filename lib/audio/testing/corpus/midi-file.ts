export interface MidiNote {
  startSec: number;
  durationSec: number;
  channel: number;
  pitch: number;
  /** 1 to 127. */
  velocity: number;
}

/** The General MIDI sound of a channel; `volume` is 0 to 127. */
export interface MidiProgram {
  channel: number;
  program: number;
  volume: number;
}

export const DRUM_CHANNEL = 9;

interface MidiEvent {
  tick: number;
  bytes: number[];
}

/** Ticks a quarter at 120 BPM that make one tick a millisecond: all times are exact, with no tempo map. */
const TICKS_PER_QUARTER = 500;
const MICROSECONDS_PER_QUARTER = 500_000;

/** A standard MIDI file with one track. */
export function encodeMidi(programs: readonly MidiProgram[], notes: readonly MidiNote[]): Uint8Array {
  const events = [...programs.flatMap(programEvents), ...notes.flatMap(noteEvents)];
  // A note's end comes before another's start at the same moment, or a repeated note would be cut at once.
  events.sort((a, b) => a.tick - b.tick || (a.bytes[0] ?? 0) - (b.bytes[0] ?? 0));
  const track = [0, 0xff, 0x51, 3, ...bigEndian(MICROSECONDS_PER_QUARTER, 3)];
  let tick = 0;
  for (const event of events) {
    for (const byte of variableLength(event.tick - tick)) track.push(byte);
    for (const byte of event.bytes) track.push(byte);
    tick = event.tick;
  }
  track.push(0, 0xff, 0x2f, 0);
  const header = [...ascii("MThd"), ...bigEndian(6, 4), 0, 0, 0, 1, ...bigEndian(TICKS_PER_QUARTER, 2)];
  return Uint8Array.from([...header, ...ascii("MTrk"), ...bigEndian(track.length, 4)].concat(track));
}

function programEvents({ channel, program, volume }: MidiProgram): MidiEvent[] {
  return [
    { tick: 0, bytes: [0xb0 | channel, 7, volume] },
    { tick: 0, bytes: [0xc0 | channel, program] },
  ];
}

function noteEvents({ startSec, durationSec, channel, pitch, velocity }: MidiNote): MidiEvent[] {
  const start = Math.max(1, Math.round(startSec * 1000));
  const end = Math.max(start + 20, Math.round((startSec + durationSec) * 1000));
  return [
    { tick: start, bytes: [0x90 | channel, pitch, Math.max(1, Math.min(127, Math.round(velocity)))] },
    { tick: end, bytes: [0x80 | channel, pitch, 0] },
  ];
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function bigEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => (value >>> (8 * (bytes - 1 - i))) & 0xff);
}

function variableLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
