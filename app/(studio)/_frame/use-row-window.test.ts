import { describe, expect, it } from "vitest";
import { chooseRows, listPlaces } from "./use-row-window";

describe("which rows of a long list are drawn", () => {
  it("B294: those in view and some beyond, moving in steps", () => {
    expect(chooseRows(0, 800, 48)).toEqual({ from: 0, to: 30 });
    expect(chooseRows(4_800, 800, 48)).toEqual({ from: 84, to: 132 });
    expect(chooseRows(4_810, 800, 48)).toEqual({ from: 84, to: 132 });
    expect(chooseRows(-300, 800, 48).from).toBe(0);
    for (let above = 0; above < 480_000; above += 777) {
      const { from, to } = chooseRows(above, 800, 48);
      expect(from * 48).toBeLessThanOrEqual(above);
      expect(to * 48).toBeGreaterThanOrEqual(above + 800);
      expect(to - from).toBeLessThan(60);
    }
  });

  it("B294: and the one with the focus, in its place of the order", () => {
    const range = { from: 84, to: 90 };
    expect(listPlaces(range, 10_000, null)).toEqual([84, 85, 86, 87, 88, 89]);
    expect(listPlaces(range, 10_000, 3)).toEqual([3, 84, 85, 86, 87, 88, 89]);
    expect(listPlaces(range, 10_000, 200)).toEqual([84, 85, 86, 87, 88, 89, 200]);
    expect(listPlaces(range, 10_000, 86)).toHaveLength(6);
    expect(listPlaces(range, 87, 200)).toEqual([84, 85, 86]);
    expect(listPlaces(range, 20, null)).toEqual([19]);
  });
});
