import fc from "fast-check";
import { FRAME_RATES } from "../frame-rate";
import type { Mark, MarkReply, MarkSheet } from "../mark-sheet";

export const LONGEST_MS = 3 * 60 * 60_000;

/** What people type, and what they should not. */
const words = fc.oneof(
  fc.constantFrom(
    '=HYPERLINK("http://evil","x")',
    "+1 dB",
    "-3 dB at 2 kHz",
    "@theo louder",
    "\tindented",
    "\rreturn",
    "one\ntwo\r\nthree",
    "Zażółć gęślą jaźń, Ünïcødé é",
    "👩‍🎤 東京 مرحبا",
    '<b>&amp;"quoted"</b>',
    "a, \"b\"; 'c'",
    "[link](x) # ## * _ ` \\ |",
    "half \ud800 sign",
    "nul \u0000 bell \u0007",
    "]]>",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
);
const instant = fc.constant("2026-11-30T05:00:00.000Z");
const reply: fc.Arbitrary<MarkReply> = fc.record({ author: words, body: words, createdAt: instant });

const place = fc.oneof(
  fc.constant({ startMs: null, endMs: null }),
  fc.nat(LONGEST_MS).map((startMs) => ({ startMs, endMs: null })),
  fc.tuple(fc.nat(LONGEST_MS), fc.integer({ min: 1, max: 60_000 })).map(([startMs, length]) => ({
    ...{ startMs, endMs: startMs + length },
  })),
);

export const mark: fc.Arbitrary<Mark> = fc
  .record({
    id: fc.uuid(),
    author: words,
    color: fc.constantFrom("7B50B9", "007887", "B93780"),
    body: words,
    createdAt: instant,
    resolvedAt: fc.option(instant),
    replies: fc.array(reply, { maxLength: 3 }),
  })
  .chain((rest) => place.map((at): Mark => ({ ...rest, ...at })));

export const sheet: fc.Arbitrary<MarkSheet> = fc.record({
  project: words,
  song: words,
  version: fc.record({ number: fc.integer({ min: 1, max: 99 }), label: words, fileName: words }),
  durationMs: fc.option(fc.integer({ min: 1, max: LONGEST_MS })),
  sampleRateHz: fc.constantFrom(22_050, 44_100, 48_000, 88_200, 96_000, 192_000),
  tempo: fc.option(
    fc.record({
      bpm: fc.double({ min: 40, max: 240, noNaN: true }),
      firstBeatSec: fc.double({ min: 0, max: 3, noNaN: true }),
    }),
  ),
  offsetMs: fc.oneof(fc.constant(0), fc.constant(3_600_000), fc.nat(86_400_000)),
  frameRate: fc.constantFrom(...FRAME_RATES),
  exportedAt: instant,
  marks: fc.array(mark, { maxLength: 12 }).map(sort),
});

function sort(marks: Mark[]): Mark[] {
  return [...marks].sort((one, other) => (one.startMs ?? -1) - (other.startMs ?? -1));
}

/** So many notes with replies, for figures. */
export function makeSheet(count: number): MarkSheet {
  const durationMs = 240_000;
  const marks = Array.from({ length: count }, (_, i): Mark => {
    const startMs = Math.floor((i * durationMs) / count);
    const body = `The snare ${i} is a little late here, and the bass covers the voice. Zażółć, früh, déjà vu.`;
    const replies =
      i % 3 === 0 ? [{ author: "Theo", body: "Moved it by 12 ms.", createdAt: "2026-11-30T05:00:00.000Z" }] : [];
    return {
      ...{ id: String(i), startMs, endMs: i % 4 === 0 ? startMs + 900 : null, author: i % 2 ? "Mara" : "Theo" },
      ...{ color: i % 2 ? "7B50B9" : "007887", body, createdAt: "2026-11-30T05:00:00.000Z", resolvedAt: null, replies },
    };
  });
  return {
    ...{ project: "Album", song: "Night Drive", version: { number: 3, label: "", fileName: "night-drive.wav" } },
    ...{ durationMs, sampleRateHz: 48_000, tempo: { bpm: 128, firstBeatSec: 0.31 }, offsetMs: 0, frameRate: "25" },
    ...{ exportedAt: "2026-11-30T05:00:00.000Z", marks },
  };
}
