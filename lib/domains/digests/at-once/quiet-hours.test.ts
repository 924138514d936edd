import fc from "fast-check";
import { DateTime, IANAZone } from "luxon";
import { describe, expect, it } from "vitest";
import { AT_ONCE_PATIENCE_MS, findFreshSince, isQuiet, type QuietWish } from "./rules";

const HOUR_MS = 60 * 60 * 1000;
const QUARTER_MS = HOUR_MS / 4;
const ZONES = Intl.supportedValuesOf("timeZone");
const FIRST = Date.parse("2025-01-01T00:00:00Z");
const HOURS = 3 * 365 * 24;

const hour = fc.integer({ min: 0, max: 23 });
const wishes = fc
  .record({ timeZone: fc.constantFrom(...ZONES), quietFrom: hour, quietTo: hour })
  .filter(({ quietFrom, quietTo }) => quietFrom !== quietTo);

/** An instant within a day of one at which the zone's clocks change, where it has any. */
function nearChange(timeZone: string, seed: number): number {
  const zone = IANAZone.create(timeZone);
  const start = FIRST + (seed % HOURS) * HOUR_MS;
  for (let at = start; at < start + 366 * 24 * HOUR_MS; at += 12 * HOUR_MS) {
    if (zone.offset(at) !== zone.offset(at + 12 * HOUR_MS)) return at + (seed % 24) * HOUR_MS;
  }
  return start;
}

describe("quiet hours", () => {
  it("B268: are the hours that the clock on the wall shows, in every zone and over every change of it", () => {
    fc.assert(
      fc.property(wishes, fc.nat(), (wish, seed) => {
        const at = nearChange(wish.timeZone, seed);
        const shown = Number(
          new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: wish.timeZone }).format(at),
        );
        const hours = Array.from(
          { length: (wish.quietTo - wish.quietFrom + 24) % 24 },
          (_, index) => (wish.quietFrom + index) % 24,
        );
        expect(isQuiet(wish, new Date(at))).toBe(hours.includes(shown));
      }),
      { numRuns: 400 },
    );
  });

  it("B268: what comes in them is told when they end: it is fresh for two hours after, and no longer", () => {
    fc.assert(
      fc.property(wishes, fc.nat(), (wish, seed) => {
        const cameAt = nearChange(wish.timeZone, seed);
        let awakeMs = 0;
        for (let at = cameAt; awakeMs < AT_ONCE_PATIENCE_MS + HOUR_MS; at += QUARTER_MS) {
          const isFresh = cameAt >= findFreshSince(wish, new Date(at)).getTime();
          if (awakeMs <= AT_ONCE_PATIENCE_MS - QUARTER_MS) expect([wish, at, isFresh]).toEqual([wish, at, true]);
          if (awakeMs > AT_ONCE_PATIENCE_MS) expect([wish, at, isFresh]).toEqual([wish, at, false]);
          if (!isQuiet(wish, new Date(at))) awakeMs += QUARTER_MS;
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it("B268: end at their hour in the zone of the reader, on the days on which clocks change", () => {
    const wish: QuietWish = { timeZone: "Europe/Berlin", quietFrom: 22, quietTo: 8 };
    // Clocks go forward at 02:00, and back at 03:00.
    for (const [night, lengthHours] of [
      ["2026-03-28", 9],
      ["2026-10-24", 11],
      ["2026-06-01", 10],
    ] as const) {
      const begin = DateTime.fromISO(`${night}T22:00`, { zone: "Europe/Berlin" });
      const quiet = Array.from({ length: 14 }, (_, index) => isQuiet(wish, begin.plus({ hours: index }).toJSDate()));
      expect([night, quiet.indexOf(false)]).toEqual([night, lengthHours]);
    }
    expect(isQuiet({ timeZone: "UTC", quietFrom: null, quietTo: null }, new Date(FIRST))).toBe(false);
  });
});
