import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { toRgb } from "@/lib/pictures/oklch";
import { writeAuditionCsv } from "./audition-csv";
import { writeCubaseXml } from "./cubase-xml";
import { writeJsonFile } from "./json-file";
import { type MarkSheet, nameMark, nameThread, placeMark, toSamples } from "./mark-sheet";
import { writeMarkdownFile } from "./markdown-file";
import { PERSON_COLORS } from "./person-colors";
import { writeReaperCsv } from "./reaper-csv";
import { writeTableCsv } from "./table-csv";
import { sheet as anySheet, makeSheet } from "./testing/sheets";

type Row = Record<string, string>;

const FORMULA = /^[=+\-@\t\r]/;
const undo = (text = "") => text.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, "");

function toMs(clock = ""): number {
  return Math.round(clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * 1000);
}

function each(check: (sheet: MarkSheet) => void): void {
  fc.assert(fc.property(anySheet, check), { numRuns: 150 });
}

describe("B403: what REAPER imports", () => {
  it("has a marker for each moment and a region for each range, to the millisecond, in people's colours", () => {
    each((sheet) => {
      const rows = parse<Row>(writeReaperCsv(sheet), { columns: true });
      expect(rows).toHaveLength(sheet.marks.length);
      for (const [i, mark] of sheet.marks.entries()) {
        const row = rows[i] ?? {};
        const { startMs, endMs } = placeMark(sheet, mark);
        expect(row["#"]).toMatch(endMs === null ? /^M\d+$/ : /^R\d+$/);
        expect([toMs(row.Start), row.End === "" ? null : toMs(row.End)]).toEqual([startMs, endMs]);
        expect([undo(row.Name), row.Color]).toEqual([nameThread(mark), mark.color]);
      }
      const numbers = rows.map((row) => row["#"]);
      expect(new Set(numbers).size).toBe(numbers.length);
    });
  });
});

describe("B404: what Adobe Audition imports", () => {
  it("is six columns between tabs, a duration for each range, and no row more", () => {
    each((sheet) => {
      const rows = parse<Row>(writeAuditionCsv(sheet), { columns: true, delimiter: "\t", quote: false });
      expect(rows).toHaveLength(sheet.marks.length);
      for (const [i, mark] of sheet.marks.entries()) {
        const row = rows[i] ?? {};
        const { startMs, endMs } = placeMark(sheet, mark);
        expect([toMs(row.Start), toMs(row.Duration)]).toEqual([startMs, (endMs ?? startMs) - startMs]);
        expect([undo(row.Name), row["Time Format"], row.Type]).toEqual([nameMark(mark), "decimal", "Cue"]);
      }
    });
  });
});

describe("B405: what Cubase imports", () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", isArray: (name) => name === "obj" });

  interface Node {
    class: string;
    float: { name: string; value: string }[];
    string: { value: string };
  }

  it("is well-formed whatever people wrote, with a cycle marker for each range, counted from the project's start", () => {
    each((sheet) => {
      const xml = writeCubaseXml(sheet);
      expect(XMLValidator.validate(xml)).toBe(true);
      const archive = parser.parse(xml) as {
        tracklist2: {
          list: { obj: { obj: { list: { obj?: Node[] } }[] }[] };
          obj: { member: { float: { value: string } }[] }[];
        };
      };
      const events = archive.tracklist2.list.obj[0]?.obj[0]?.list.obj ?? [];
      expect(Number(archive.tracklist2.obj[0]?.member[0]?.float.value)).toBe(sheet.offsetMs / 1000);
      expect(events).toHaveLength(sheet.marks.length);
      for (const [i, mark] of sheet.marks.entries()) {
        const found = events[i];
        expect(found?.class).toBe(mark.endMs === null ? "MMarkerEvent" : "MRangeMarkerEvent");
        const [start, length] = (found?.float ?? []).map(({ value }) => Math.round(Number(value) * 1000));
        expect([start, length]).toEqual([
          mark.startMs ?? 0,
          mark.endMs === null ? 0 : mark.endMs - (mark.startMs ?? 0),
        ]);
        expect(found?.string.value.trim()).toBe(nameThread(mark));
      }
    });
  });
});

describe("B406: tables and texts", () => {
  it("keep every word, place and answer in a table, and nothing in it is a formula", () => {
    each((sheet) => {
      const rows = parse<Row>(writeTableCsv(sheet), { columns: true, bom: true });
      const notes = rows.filter((row) => row["Reply to"] === "");
      const replies = rows.filter((row) => row["Reply to"] !== "");
      expect(notes).toHaveLength(sheet.marks.length);
      expect(replies).toHaveLength(sheet.marks.reduce((sum, mark) => sum + mark.replies.length, 0));
      for (const row of rows) for (const field of Object.values(row)) expect(field).not.toMatch(FORMULA);
      for (const [i, mark] of sheet.marks.entries()) {
        if (mark.startMs === null) expect(notes[i]?.["Start (s)"]).toBe("");
        else {
          const startMs = sheet.offsetMs + mark.startMs;
          expect(Math.round(Number(notes[i]?.["Start (s)"]) * 1000)).toBe(startMs);
          expect(Number(notes[i]?.["Start sample"])).toBe(toSamples(startMs, sheet.sampleRateHz));
        }
      }
    });
  });

  it("tell programs all there is in JSON", () => {
    each((sheet) => {
      const file = JSON.parse(writeJsonFile(sheet)) as { comments: { body: string; start: { sec: number } | null }[] };
      const places = file.comments.map(({ start }) => (start === null ? null : Math.round(start.sec * 1000)));
      expect(places).toEqual(sheet.marks.map(({ startMs }) => startMs));
      expect(file.comments).toMatchObject(sheet.marks.map(({ body, replies }) => ({ body, replies })));
    });
  });

  it("show in Markdown what was typed: no mark-up of anybody's own, every line in its quotation", () => {
    each((sheet) => {
      const file = writeMarkdownFile(sheet);
      expect(file).not.toMatch(/(?<!\\)<|(?<!\\)\]\(/);
      const headings = file.split("\n").filter((line) => /^#+ /.test(line));
      expect(headings).toHaveLength(1 + sheet.marks.length);
    });
  });

  it("write an empty list of notes as a valid file", () => {
    const empty = makeSheet(0);
    expect(parse(writeReaperCsv(empty), { columns: true })).toEqual([]);
    expect(parse(writeTableCsv(empty), { columns: true, bom: true })).toEqual([]);
    expect(JSON.parse(writeJsonFile(empty))).toMatchObject({ comments: [] });
    expect(XMLValidator.validate(writeCubaseXml(empty))).toBe(true);
  });
});

it("people have the colours that they have on the page by day", () => {
  const css = readFileSync("app/globals.css", "utf8");
  const found = [...css.matchAll(/--person-(\d): light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)];
  const hex = found.map(([, index, l, c, h]) => {
    const rgb = toRgb({ l: Number(l), c: Number(c), h: Number(h) });
    return [
      index,
      rgb
        .map((part) => part.toString(16).padStart(2, "0"))
        .join("")
        .toUpperCase(),
    ];
  });
  expect(Object.fromEntries(hex)).toEqual(PERSON_COLORS);
});
