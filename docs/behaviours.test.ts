import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const ROOMS = ["app", "docs", "e2e", "inngest", "lib", "local", "prisma"];
const TEST_FILE = /\.(test\.tsx?|spec\.ts)$/;

interface Row {
  number: number;
  promise: string;
  files: string[];
}

function readRows(): Row[] {
  const text = readFileSync(path.join(ROOT, "docs/BEHAVIOURS.md"), "utf8");
  return [...text.matchAll(/^\| B(\d+) +\| (.+?) +\| (.+?) +\|$/gm)].map(([, number, promise, files]) => ({
    number: Number(number),
    promise: promise ?? "",
    files: [...(files ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
  }));
}

function listTests(): string[] {
  const inRooms = ROOMS.flatMap((room) =>
    readdirSync(path.join(ROOT, room), { recursive: true, encoding: "utf8" }).map((file) =>
      path.posix.join(room, file),
    ),
  );
  return inRooms.filter((file) => TEST_FILE.test(file) && !file.includes("node_modules"));
}

/** The numbers that a test cites, those within a span from one to another included. */
function listCited(text: string): number[] {
  const spans = [...text.matchAll(/\bB(\d{1,3})(?:-B(\d{1,3}))?\b/g)].map(([, from, to]) => [
    Number(from),
    Number(to ?? from),
  ]);
  return spans.flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

const rows = readRows();
const cited = new Map(
  listTests().map((file) => [file, new Set(listCited(readFileSync(path.join(ROOT, file), "utf8")))]),
);

describe("the promises", () => {
  it("have numbers of their own, in order", () => {
    const numbers = rows.map((row) => row.number);
    expect(numbers.length).toBeGreaterThan(50);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
  });

  it("include every number that a test cites", () => {
    const known = new Set(rows.map((row) => row.number));
    const unknown = [...cited].flatMap(([file, numbers]) =>
      [...numbers].filter((number) => !known.has(number)).map((number) => `${number} in ${file}`),
    );
    expect(unknown).toEqual([]);
  });

  it("name tests that exist and cite them, at least one each", () => {
    const wrong = rows.flatMap(({ number, files }) => {
      if (files.length === 0) return [`${number} names no test`];
      return files
        .filter((file) => !existsSync(path.join(ROOT, file)) || !cited.get(file)?.has(number))
        .map((file) => `${number}: ${file}`);
    });
    expect(wrong).toEqual([]);
  });
});
