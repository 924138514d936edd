import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { findBounds, listPeriods } from "./rules";
import { askReportSchema, GROUPS } from "./schema";

const ask = (start: unknown, end: unknown, groupBy: unknown = "day") => {
  const result = askReportSchema.safeParse({ start, end, groupBy });
  return result.success ? null : result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
};

describe("B122: what a report may be asked for", () => {
  it.each([
    ["2026-03-02", "2026-03-01", "day", ["start: The start must not be after the end."]],
    ["2025-01-01", "2026-01-02", "week", ["end: The range can be 365 days at most."]],
    ["2026-01-01", "2026-01-02", "year", ["groupBy: Choose one of day, week, month."]],
    ["2026-02-29", "2026-03-02", "day", ["start: Write it as a day of the calendar: 2026-11-30."]],
    [
      "",
      "soon",
      "day",
      ["start: Write it as a day of the calendar: 2026-11-30.", "end: Write it as a day of the calendar: 2026-11-30."],
    ],
    [
      undefined,
      "2026-01-02T00:00",
      "day",
      ["start: Write it as a day of the calendar: 2026-11-30.", "end: Write it as a day of the calendar: 2026-11-30."],
    ],
  ])("%j to %j by %s is refused by its field", (start, end, groupBy, expected) => {
    expect(ask(start, end, groupBy)).toEqual(expected);
  });

  it.each([
    ["one day", "2026-03-02", "2026-03-02"],
    ["365 days on", "2025-01-01", "2026-01-01"],
    ["a whole leap year", "2024-01-01", "2024-12-31"],
    ["the 29th of February", "2024-02-29", "2024-02-29"],
  ])("B123: %s is taken", (_, start, end) => {
    expect(ask(start, end)).toBeNull();
  });

  it("B123: 366 days on is too long, in leap years too", () => {
    expect(ask("2025-01-01", "2026-01-02")).toHaveLength(1);
    expect(ask("2024-01-01", "2025-01-01")).toHaveLength(1);
  });
});

describe("B123: days, weeks and months", () => {
  it("are cut where the span begins and ends; weeks begin on Monday, also over a new year", () => {
    expect(listPeriods({ start: "2025-12-31", end: "2026-01-12", groupBy: "week" })).toEqual([
      { start: "2025-12-31", end: "2026-01-04" },
      { start: "2026-01-05", end: "2026-01-11" },
      { start: "2026-01-12", end: "2026-01-12" },
    ]);
    expect(listPeriods({ start: "2024-01-31", end: "2024-03-01", groupBy: "month" })).toEqual([
      { start: "2024-01-31", end: "2024-01-31" },
      { start: "2024-02-01", end: "2024-02-29" },
      { start: "2024-03-01", end: "2024-03-01" },
    ]);
    expect(listPeriods({ start: "2026-03-02", end: "2026-03-02", groupBy: "day" })).toHaveLength(1);
  });

  it.each([
    // 23 and 25 hours.
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    // No midnight on that day, and one that was there twice.
    ["America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z", "2018-11-05T02:00:00.000Z"],
    ["America/Havana", "2025-11-02", "2025-11-02T04:00:00.000Z", "2025-11-03T05:00:00.000Z"],
    ["Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00.000Z", "2026-01-01T10:00:00.000Z"],
  ])("in %s %s begins and ends when it does there", (timeZone, day, begins, ends) => {
    const bounds = findBounds(listPeriods({ start: day, end: day, groupBy: "day" }), timeZone);
    expect(bounds.map((bound) => bound.toISOString())).toEqual([begins, ends]);
  });

  it("leave no day out and have none twice, whatever the span and zone", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    const day = fc.date({ min: new Date("1995-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(
        day,
        fc.nat(365),
        fc.constantFrom(...GROUPS),
        fc.constantFrom(...zones),
        (from, days, groupBy, zone) => {
          const start = DateTime.fromJSDate(from, { zone: "utc" });
          const span = { start: start.toISODate() ?? "", end: start.plus({ days }).toISODate() ?? "", groupBy };
          const periods = listPeriods(span);
          expect([periods[0]?.start, periods.at(-1)?.end]).toEqual([span.start, span.end]);
          for (const [i, period] of periods.entries()) {
            const next = periods[i + 1];
            if (next) expect(DateTime.fromISO(period.end).plus({ days: 1 }).toISODate()).toBe(next.start);
          }
          const bounds = findBounds(periods, zone).map(Number);
          expect(bounds).toHaveLength(periods.length + 1);
          // A day that a zone left out altogether, as Samoa did, begins when it ends.
          expect(bounds.every((bound, i) => i === 0 || bound >= (bounds[i - 1] ?? 0))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
