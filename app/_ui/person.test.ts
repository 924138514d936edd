import { describe, expect, it } from "vitest";
import { initialsOf, personIndexOf } from "./person";

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

describe("initialsOf", () => {
  it.each([
    ["Mara Lindqvist", "ML"],
    ["Inês de Duarte", "ID"],
    ["ohm", "OH"],
    ["  ", "?"],
    ["Ø", "Ø"],
    ["李 小龙", "李小"],
  ])("%j → %s", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
