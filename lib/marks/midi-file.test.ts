import fc from "fast-check";
import { parseMidi } from "midi-file";
import { describe, expect, it } from "vitest";
import { type MarkSheet, nameThread, placeMark } from "./mark-sheet";
import { writeMidiFile } from "./midi-file";
import { sheet as anySheet, makeSheet } from "./testing/sheets";

interface Found {
  markers: { ms: number; text: string }[];
  tempi: { ms: number; bpm: number }[];
  ticksPerQuarter: number;
}

/** Plays the file by its tempo map, as a sequencer does. */
function play(bytes: Uint8Array): Found {
  const { header, tracks } = parseMidi(bytes);
  const ticksPerQuarter = header.ticksPerBeat ?? 0;
  const found: Found = { markers: [], tempi: [], ticksPerQuarter };
  let [ms, micros] = [0, 500_000];
  for (const event of tracks[0] ?? []) {
    ms += (event.deltaTime * micros) / ticksPerQuarter / 1000;
    if (event.type === "setTempo") {
      micros = event.microsecondsPerBeat;
      found.tempi.push({ ms, bpm: 60_000_000 / micros });
    }
    // The parser reads a byte a sign.
    if (event.type === "marker") found.markers.push({ ms, text: Buffer.from(event.text, "latin1").toString("utf8") });
  }
  return found;
}

/** A sample long, or a tick where fifteen bits of ticks a quarter are longer than that. */
function toleranceMs(sheet: MarkSheet, { ticksPerQuarter, tempi }: Found): number {
  const slowest = Math.max(...tempi.map(({ bpm }) => 60_000 / bpm));
  return Math.max(500 / sheet.sampleRateHz, slowest / ticksPerQuarter / 2) + 1e-6;
}

describe("B407: a standard MIDI file", () => {
  it("has each note as a marker within half a sample, ranges with a second at their end", () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        const found = play(writeMidiFile(sheet));
        const expected = sheet.marks.flatMap((mark) => {
          const { startMs, endMs } = placeMark(sheet, mark);
          const start = { ms: startMs, text: nameThread(mark) };
          return endMs === null ? [start] : [start, { ms: endMs, text: `End of ${nameThread(mark)}` }];
        });
        expect(found.markers).toHaveLength(expected.length);
        for (const { ms, text } of expected) {
          const near = found.markers.filter((marker) => Math.abs(marker.ms - ms) <= toleranceMs(sheet, found));
          expect(near.map((marker) => marker.text)).toContain(text);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("counts in samples where that is possible, and puts the first beat on the grid", () => {
    const sheet = { ...makeSheet(12), tempo: { bpm: 120, firstBeatSec: 0.5 }, offsetMs: 10_000 };
    const found = play(writeMidiFile(sheet));
    expect(found.ticksPerQuarter).toBe(24_000);
    const [lead, song] = found.tempi;
    expect(lead?.ms).toBe(0);
    expect(song?.bpm).toBe(120);
    expect(song?.ms).toBeCloseTo(10_500, 1);
  });

  it("goes to the end of the sound, also without a note, and has 120 without a tempo", () => {
    const { tracks } = parseMidi(writeMidiFile({ ...makeSheet(0), tempo: null }));
    const ticks = (tracks[0] ?? []).reduce((sum, event) => sum + event.deltaTime, 0);
    expect(ticks).toBe(240 * 2 * 24_000);
  });
});
