import { describe, expect, it } from "vitest";
import { CAMELOT_KEYS, listNeighbours } from "./camelot";
import { nameCamelot } from "./key-name";

const NATURALS: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

function readName(name: string) {
  const [tonic = "", mode] = name.split(" ");
  const shift = tonic.endsWith("♯") ? 1 : tonic.endsWith("♭") ? 11 : 0;
  return { tonic: ((NATURALS[tonic.charAt(0)] ?? Number.NaN) + shift) % 12, mode: mode as "major" | "minor" };
}

describe("the Camelot wheel", () => {
  it("has a place for each of the 24 keys, at its name", () => {
    expect(new Set(CAMELOT_KEYS.map(({ name }) => JSON.stringify(readName(name)))).size).toBe(24);
    for (const { code, name } of CAMELOT_KEYS) expect([name, nameCamelot(readName(name))]).toEqual([name, code]);
    expect(nameCamelot({ tonic: 9, mode: "minor" })).toBe("8A");
    expect(nameCamelot({ tonic: 0, mode: "major" })).toBe("8B");
  });

  it("names the neighbours of a key, also where the wheel closes", () => {
    expect(listNeighbours("8A")).toEqual(["8A", "8B", "7A", "9A"]);
    expect(listNeighbours("12B")).toEqual(["12B", "12A", "11B", "1B"]);
    expect(listNeighbours("1A")).toEqual(["1A", "1B", "12A", "2A"]);
  });
});
