import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type DayPeak, decideHourCeiling, raiseHourCeiling } from "./volume";

const TODAY = "2026-03-16";
const daysBack = (peaks: Record<number, number>): DayPeak[] =>
  Object.entries(peaks).map(([ago, peak]) => ({ day: addDays(TODAY, -Number(ago)), peak }));

describe("how many digests an hour may have", () => {
  it("B340: is a hundred at least, then four times the usual busiest hour", () => {
    expect(decideHourCeiling([], TODAY, null)).toBe(100);
    expect(decideHourCeiling(daysBack({ 1: 300, 2: 310, 3: 290 }), TODAY, null)).toBe(1200);
  });

  it("B340: is not raised by one bad day, nor lowered by days without mail", () => {
    const usual = { 1: 50, 2: 52, 3: 51, 4: 0, 5: 0, 6: 49 };
    expect(decideHourCeiling(daysBack({ ...usual, 8: 9000 }), TODAY, null)).toBe(204);
  });

  it("B340: expects on this weekday what came on it twice", () => {
    const daily = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [i + 1, 40]));
    expect(decideHourCeiling(daysBack({ ...daily, 7: 500, 14: 450 }), TODAY, null)).toBe(1800);
    expect(decideHourCeiling(daysBack({ ...daily, 7: 500 }), TODAY, null)).toBe(160);
  });

  it("B340: is never more than the host says, and rises when an administrator lets it", () => {
    const history = fc.array(fc.nat(100_000), { maxLength: 14 });
    fc.assert(
      fc.property(history, fc.nat(1000), (peaks, limit) => {
        const ceiling = decideHourCeiling(daysBack(Object.fromEntries(peaks.map((p, i) => [i + 1, p]))), TODAY, limit);
        expect(ceiling).toBeLessThanOrEqual(limit);
        expect(raiseHourCeiling(ceiling, ceiling)).toBeGreaterThan(ceiling);
      }),
    );
  });
});
