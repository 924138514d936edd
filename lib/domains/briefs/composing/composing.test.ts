import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { gatherTasks } from "./items/rules";
import { toContent } from "./modelled/rules";
import { composeByRules } from "./rules";
import type { BriefContent, BriefMatter, Note } from "./schema";
import { listWishes } from "./wishes/rules";
import { chooseTopic, listTopics, tokenize } from "./words/rules";

const note = (text: string, startSec: number | null = null, personId = "p1", endSec: number | null = null): Note => ({
  ...{ id: createId(), text, startSec, endSec, personId, personName: personId.toUpperCase() },
});
const matter = (notes: Note[], ...requests: string[]): BriefMatter => ({
  ...{ versionNumber: 3, notes, previous: null, requests: ["Make a list.", ...requests] },
});
const items = (content: BriefContent) => content.groups.flatMap((group) => group.items);
const topicOf = (text: string) => chooseTopic(listTopics(tokenize(text))).id;

const WORDS = [
  "vocals",
  "snare",
  "bass",
  "guitar",
  "up",
  "louder",
  "down",
  "quieter",
  "too loud",
  "more reverb",
  "not",
  "🎉 é",
];
const anyNotes = fc
  .array(
    fc.record({
      text: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 }).map((words) => words.join(" ")),
      startSec: fc.option(fc.integer({ min: 0, max: 40 })),
      personId: fc.constantFrom("p1", "p2", "p3"),
    }),
    { maxLength: 30 },
  )
  .map((rows) => rows.map((row) => note(row.text, row.startSec, row.personId)));

describe("a list made by rules", () => {
  it("B375: holds every note in exactly one item, however it is grouped", () => {
    const requests = fc.constantFrom("group by time", "group by person", "shorter", "longer", "nonsense");
    fc.assert(
      fc.property(anyNotes, requests, (notes, request) => {
        const { content } = composeByRules(matter(notes, request));
        const used = items(content).flatMap((item) => item.noteIds);
        expect([...used].sort()).toEqual(notes.map((one) => one.id).sort());
        for (const item of items(content)) {
          expect(item.id).toBe(item.noteIds[0]);
          const sides = item.conflict?.sides.flatMap((side) => side.noteIds) ?? [];
          expect(item.noteIds).toEqual(expect.arrayContaining(sides));
          if (item.conflict) for (const side of item.conflict.sides) expect(side.noteIds.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("B375: is the same for the same notes in any order, and in the order of the sound", () => {
    fc.assert(
      fc.property(anyNotes, fc.nat(), (notes, seed) => {
        const turned = [
          ...notes.slice(seed % (notes.length + 1)),
          ...notes.slice(0, seed % (notes.length + 1)),
        ].reverse();
        const { content } = composeByRules(matter(notes));
        expect(composeByRules(matter(turned)).content).toEqual(content);
        for (const group of content.groups) {
          const starts = group.items.map((item) => item.startSec ?? -1);
          expect(starts).toEqual([...starts].sort((a, b) => a - b));
        }
      }),
    );
  });

  it("says so when there is nothing to do", () => {
    expect(composeByRules(matter([]))).toEqual({
      text: "Version 3 has no open notes. There is nothing to do.\n",
      content: { title: "To do for version 3", groups: [] },
      usage: null,
    });
  });

  it("repeats no note's words in what it says, since they may be taken back", () => {
    const { text } = composeByRules(matter([note("Vocals are embarrassing", 3), note("Kick Kevin out", 4, "p2")]));
    expect(text).not.toMatch(/embarrassing|Kevin/);
    expect(text).toContain("2 open notes from 2 people on version 3");
  });
});

describe("what a note is about", () => {
  it.each([
    ["Die Stimme ist zu leise", "vocals"],
    ["Gesang bei 1:12 lauter", "vocals"],
    ["la voz más alta", "vocals"],
    ["les chœurs sont faux", "vocals"],
    ["The snare is late", "drums"],
    ["Bassdrum zu laut", "drums"],
    ["la batería", "drums"],
    ["la caisse claire", "drums"],
    ["bassline is muddy", "bass"],
    ["El bajo no se oye", "bass"],
    ["la guitarra solista", "guitars"],
    ["Gitarren rechts", "guitars"],
    ["das Klavier", "keys"],
    ["les violons", "strings"],
    ["Flöte raus", "winds"],
    ["the chorus comes too late", "timing"],
    ["the second verse", "arrangement"],
    ["más bajo por favor", "other"],
    ["more reverb", "mix"],
    ["I love it", "other"],
  ])("B375: %s", (text, topic) => {
    expect(topicOf(text)).toBe(topic);
  });
});

describe("contradictions", () => {
  it.each([
    ["Vocals up", "Vocals down", "Vocals: louder or quieter?"],
    ["Vocals louder please", "The vocals are too loud", "Vocals: louder or quieter?"],
    ["vox not loud enough", "turn the singer down", "Vocals: louder or quieter?"],
    ["Gesang lauter", "Stimme leiser", "Vocals: louder or quieter?"],
    ["subir la voz", "la voz más baja", "Vocals: louder or quieter?"],
    ["monter la voix", "voix moins fort", "Vocals: louder or quieter?"],
    ["More reverb on the snare", "less reverb on the snare", "Drums: more reverb or less reverb?"],
    ["more guitar", "less guitar", "Guitars: louder or quieter?"],
    ["Too much bass", "bass up", "Bass: louder or quieter?"],
    ["Keep the piano", "remove the piano", "Keys: keep it or take it out?"],
    ["Guitar brighter", "the guitar is too bright", "Guitars: brighter or darker?"],
    ["make the strings longer", "shorter strings", "Strings: longer or shorter?"],
    ["drums faster", "drums slower", "Drums: faster or slower?"],
    ["don't turn the bass up", "bass up", "Bass: louder or quieter?"],
  ])("B376: %s – %s", (a, b, what) => {
    const notes = [note(a, 72, "p1"), note(b, 73, "p2")];
    const [item, ...others] = items(composeByRules(matter(notes)).content);
    expect(others).toEqual([]);
    expect(item?.conflict?.what).toBe(what);
    expect(item?.conflict?.sides.map((side) => side.noteIds.length)).toEqual([1, 1]);
  });

  it.each([
    ["of one person", note("Vocals up", 72, "p1"), note("Vocals down", 72, "p1")],
    ["at other places", note("Vocals up", 72, "p1"), note("Vocals down", 90, "p2")],
    ["of other instruments", note("Vocals up", 72, "p1"), note("Bass down", 72, "p2")],
    ["of other effects", note("more reverb on the vocals", 72, "p1"), note("less delay on the vocals", 72, "p2")],
    ["in the same direction", note("Vocals louder", 72, "p1"), note("vocals not loud enough", 72, "p2")],
    ["a moment against the whole", note("Vocals up", null, "p1"), note("Vocals down", 72, "p2")],
    ["clause by clause", note("guitar up, bass down", 72, "p1"), note("bass down and guitar up", 72, "p2")],
    ["of what is merely said", note("the vocals are loud", 72, "p1"), note("vocals up", 72, "p2")],
  ])("B376: none %s", (_, a, b) => {
    expect(items(composeByRules(matter([a, b])).content).filter((item) => item.conflict)).toEqual([]);
  });

  it("B376: names the place, and who stands on which side, with those who say the same", () => {
    const notes = [note("Vocals up", 72, "p1"), note("vocals up please", 73, "p3"), note("Vocals down", 74, "p2")];
    const { content, text } = composeByRules(matter(notes));
    const [item] = items(content);
    expect(item?.conflict?.sides).toEqual([
      { says: "louder", noteIds: [notes[0]?.id, notes[1]?.id] },
      { says: "quieter", noteIds: [notes[2]?.id] },
    ]);
    expect(item).toMatchObject({ startSec: 72, endSec: 74 });
    expect(text).toContain("To be settled first: Vocals: louder or quieter at 1:12.");
  });

  it("reads wishes clause by clause", () => {
    expect(listWishes("Guitar up, but the bass is too loud")).toEqual([
      { topic: "guitars", axis: "level", isUp: true },
      { topic: "bass", axis: "level", isUp: false },
    ]);
  });
});

describe("notes that say the same", () => {
  it("B375: are one item near each other, and two where they are apart or mean another thing", () => {
    const count = (...notes: Note[]) => gatherTasks(notes).length;
    expect(count(note("The snare is late", 10, "p1"), note("snare late here", 12, "p2"))).toBe(1);
    expect(count(note("The snare is late", 10), note("snare late here", 20))).toBe(2);
    expect(count(note("snare is late", 10), note("snare needs more attack", 10))).toBe(2);
    expect(count(note("snare is late", 10, "p1", 30), note("snare late", 31, "p2"))).toBe(1);
  });
});

describe("what is asked of a list", () => {
  const notes = [note("Snare late", 70, "p1"), note("Vocals up", 5, "p2"), note("Vocals breathe too much", 75, "p1")];
  const titles = (...requests: string[]) =>
    composeByRules(matter(notes, ...requests)).content.groups.map((group) => group.title);

  it("B377: is followed where rules can, and adds up", () => {
    expect(titles()).toEqual(["Vocals", "Drums"]);
    expect(titles("group by time")).toEqual(["0:00 – 0:30", "1:00 – 1:30"]);
    expect(titles("nach Zeit sortieren")).toEqual(["0:00 – 0:30", "1:00 – 1:30"]);
    expect(titles("group by person")).toEqual(["P2", "P1"]);
    expect(titles("only vocals", "group by time")).toEqual(["0:00 – 0:30", "1:00 – 1:30"]);
    expect(titles("only the drums")).toEqual(["Drums"]);
    expect(titles("without drums")).toEqual(["Vocals"]);
    expect(titles("only the drums", "everything")).toEqual(["Vocals", "Drums"]);
  });

  it("B377: makes words shorter and longer within bounds, at whole characters", () => {
    const long = note(`Vocals ${"🎉é ".repeat(400)}`, 1);
    const length = (...requests: string[]) =>
      [...(items(composeByRules(matter([long], ...requests)).content)[0]?.what ?? "")].length;
    expect(length("shorter")).toBeLessThan(length());
    expect(length("shorter", "kürzer")).toBe(40);
    expect(length("shorter", "shorter", "shorter")).toBe(40);
    expect(length("longer")).toBeGreaterThan(length());
  });

  it("B377: says plainly what is left out, and what rules can't do", () => {
    expect(composeByRules(matter(notes, "only vocals")).text).toContain("1 note is left out");
    const { text, content } = composeByRules(matter(notes, "make it rhyme"));
    expect(text).toContain("The rules can't do that.");
    expect(items(content)).toHaveLength(3);
  });
});

describe("a model's list", () => {
  it("B379: holds what it left out in a last group, and places and contradictions of the notes", () => {
    const notes = [note("Vocals up", 10, "p1"), note("Vocals down", 12, "p2"), note("Snare late", 40, "p1")];
    const [a, b, c] = notes.map((one) => one.id) as [string, string, string];
    const answer = {
      summary: "",
      groups: [{ title: "Voice", items: [{ what: "Settle it", noteIds: [b, a], conflict: null }] }],
    };
    const content = toContent(answer, matter(notes));
    expect(content.groups.map((group) => group.title)).toEqual(["Voice", "Also said"]);
    const [item, rest] = items(content);
    expect(item).toMatchObject({ id: a, noteIds: [a, b], startSec: 10, endSec: 12 });
    expect(item?.conflict?.sides.map((side) => side.noteIds)).toEqual([[a], [b]]);
    expect(rest?.noteIds).toEqual([c]);
  });
});
