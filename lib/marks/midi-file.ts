import { type FrameRate, splitTimecode } from "./frame-rate";
import { type MarkSheet, nameThread, placeMark, toLine } from "./mark-sheet";
import { planTempo, type TempoMap, toTicks } from "./midi-tempo";

const META = 0xff;
const TEXT = { trackName: 0x03, marker: 0x06 } as const;
const END_OF_TRACK = 0x2f;
const SET_TEMPO = 0x51;
const SMPTE_OFFSET = 0x54;
const TIME_SIGNATURE = 0x58;
/** As the two bits before the hours of an SMPTE offset say it; pulled-down rates have no number of their own. */
const SMPTE_RATES: Record<FrameRate, number> = { "23.976": 0, "24": 0, "25": 1, "29.97": 3, "29.97df": 2, "30": 3 };

/** Four bytes of seven bits. */
const LONGEST_WAIT = 0x0fffffff;
/** The longest wait for an empty text. */
const WAIT = Uint8Array.of(0xff, 0xff, 0xff, 0x7f, META, 0x01, 0);

interface MidiEvent {
  tick: number;
  /** Status and data, without the time before. */
  bytes: number[] | Uint8Array;
}

/**
 * A standard MIDI file (RP-001) of one track: tempo map and markers, which Pro Tools, Logic, Live and Cubase import. MIDI knows
 * moments alone, so a range has a second marker at its end. Text is UTF-8.
 */
export function writeMidiFile(sheet: MarkSheet): Uint8Array {
  const map = planTempo(sheet);
  const events = [...describeSheet(sheet, map), ...listMarkers(sheet, map)].sort((one, other) => one.tick - other.tick);
  const last = events.at(-1)?.tick ?? 0;
  const endTick = Math.max(last, sheet.durationMs === null ? 0 : toTicks(map, sheet.offsetMs + sheet.durationMs));
  events.push({ tick: endTick, bytes: meta(END_OF_TRACK, []) });
  const track = encodeTrack(events);
  const head = Buffer.alloc(22);
  head.write("MThd", 0);
  head.writeUInt32BE(6, 4);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(1, 10);
  head.writeUInt16BE(map.ticksPerQuarter, 12);
  head.write("MTrk", 14);
  head.writeUInt32BE(track.byteLength, 18);
  return Buffer.concat([head, track]);
}

function describeSheet(sheet: MarkSheet, map: TempoMap): MidiEvent[] {
  const [hours, minutes, seconds, frames] = splitTimecode(0, sheet.frameRate);
  const rate = SMPTE_RATES[sheet.frameRate] << 5;
  return [
    { tick: 0, bytes: text(TEXT.trackName, toLine(`${sheet.song} v${sheet.version.number}`)) },
    { tick: 0, bytes: meta(SMPTE_OFFSET, [rate | hours, minutes, seconds, frames, 0]) },
    { tick: 0, bytes: meta(TIME_SIGNATURE, [4, 2, 24, 8]) },
    ...map.changes.map(({ tick, microsPerQuarter: micros }) => ({
      tick,
      bytes: meta(SET_TEMPO, [micros >> 16, (micros >> 8) & 0xff, micros & 0xff]),
    })),
  ];
}

function listMarkers(sheet: MarkSheet, map: TempoMap): MidiEvent[] {
  return sheet.marks.flatMap((mark) => {
    const { startMs, endMs } = placeMark(sheet, mark);
    const name = nameThread(mark);
    const start = { tick: toTicks(map, startMs), bytes: text(TEXT.marker, name) };
    return endMs === null
      ? [start]
      : [start, { tick: toTicks(map, endMs), bytes: text(TEXT.marker, `End of ${name}`) }];
  });
}

function encodeTrack(events: MidiEvent[]): Buffer {
  let tick = 0;
  const parts = events.flatMap((event) => {
    const waits: Uint8Array[] = [];
    for (; event.tick - tick > LONGEST_WAIT; tick += LONGEST_WAIT) waits.push(WAIT);
    const delta = encodeLength(event.tick - tick);
    tick = event.tick;
    return [...waits, Uint8Array.from(delta), Uint8Array.from(event.bytes)];
  });
  return Buffer.concat(parts);
}

function meta(type: number, data: number[] | Uint8Array): Uint8Array {
  return Uint8Array.from([META, type, ...encodeLength(data.length), ...data]);
}

function text(type: number, words: string): Uint8Array {
  return meta(type, Buffer.from(words, "utf8"));
}

/** Seven bits a byte, the highest first. */
function encodeLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
