import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const TESTS = ["app/api", "inngest", "lib"].flatMap((room) =>
  readdirSync(path.join(ROOT, room), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => path.join(ROOT, room, file)),
);

/** The numbers that titles of tests name. */
function listNamed(): Set<string> {
  const titles = TESTS.flatMap(
    (file) => readFileSync(file, "utf8").match(/\bit(?:\.each\([^]*?\))?\(\s*["`][^"`]+/g) ?? [],
  );
  return new Set(titles.flatMap((title) => title.match(/\bS\d+\b/g) ?? []));
}

describe("the promises of a stream", () => {
  it("B106: are numbered without holes, and each is proved by a test that names it", () => {
    const text = readFileSync(path.join(ROOT, "docs/streams.md"), "utf8");
    const promised = [...text.matchAll(/^- \*\*(S\d+), /gm)].map((match) => match[1] ?? "");
    expect(promised.length).toBeGreaterThan(10);
    expect(promised).toEqual(promised.map((_, i) => `S${i + 1}`));
    const named = listNamed();
    expect(promised.filter((promise) => !named.has(promise))).toEqual([]);
    expect([...named].filter((name) => !promised.includes(name))).toEqual([]);
  });
});
