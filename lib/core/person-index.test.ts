import { describe, expect, it } from "vitest";
import { assignPersonIndexes, personIndexOf } from "./person-index";

describe("personIndexOf", () => {
  it("never moves for one id", () => {
    expect(personIndexOf("0199c0de-0000-7000-8000-000000000001")).toBe(
      personIndexOf("0199c0de-0000-7000-8000-000000000001"),
    );
  });

  it("spreads ids that differ in their last digits over all six colours", () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 600; i++) {
      const index = personIndexOf(`0199c0de-0000-7000-8000-${String(i).padStart(12, "0")}`);
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(60);
  });
});

describe("assignPersonIndexes", () => {
  const ids = Array.from({ length: 9 }, (_, i) => `0199c0de-0000-7000-8000-${String(i * 7919).padStart(12, "0")}`);

  it("gives six people six colours, whoever is named first", () => {
    const six = ids.slice(0, 6);
    const given = assignPersonIndexes(six);
    expect(new Set(given.values()).size).toBe(6);
    expect(assignPersonIndexes([...six].reverse())).toEqual(given);
  });

  it("leaves those who were there as they are when somebody newer comes", () => {
    const before = assignPersonIndexes(ids.slice(0, 4));
    const after = assignPersonIndexes(ids.slice(0, 5));
    for (const [id, index] of before) expect(after.get(id)).toBe(index);
  });

  it("gives everybody one, also when there are more people than colours", () => {
    expect(assignPersonIndexes(ids).size).toBe(9);
  });
});
