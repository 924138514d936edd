import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { findDueSlot, groupTurns, type Rhythm } from "./rules";

const QUARTER_MS = 15 * 60 * 1000;
/** Zones whose clocks change at midnight, before midnight, by half an hour, or not at all. */
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Scoresbysund",
  "America/Nuuk",
  "Africa/Cairo",
  "Asia/Beirut",
  "America/Havana",
  "America/Santiago",
  "Asia/Kolkata",
  "Pacific/Chatham",
  "Pacific/Apia",
];

/** Local dates on which ticks every quarter of an hour serve a reader, in order. */
function runTicks(rhythm: Rhythm, start: DateTime, days: number): string[] {
  const served: string[] = [];
  const endMs = start.plus({ days }).toMillis();
  for (let at = start.toMillis(); at < endMs; at += QUARTER_MS) {
    const slot = findDueSlot(rhythm, new Date(at));
    if (slot && !served.includes(slot.localDate)) served.push(slot.localDate);
  }
  return served;
}

describe("findDueSlot", () => {
  it("B55: no day has none or two, at any hour, over the change of the clocks", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(
          "2025-03-27",
          "2025-04-03",
          "2025-04-23",
          "2025-09-03",
          "2025-10-02",
          "2025-10-23",
          "2026-03-05",
          "2026-03-26",
        ),
        (timeZone, digestHour, from) => {
          const start = DateTime.fromISO(from, { zone: timeZone });
          const served = runTicks({ timeZone, digestHour, digestDay: 1, digestFrequency: "daily" }, start, 6);
          const wanted = Array.from({ length: 6 }, (_, day) => start.plus({ days: day }).toISODate());
          // Before the first day's hour the day before is not due any more.
          expect(served).toEqual(wanted);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it("B55, B264: names each week by its day, and serves it until the next one", () => {
    const start = DateTime.fromISO("2026-03-16", { zone: "Europe/Berlin" });
    const rhythm: Rhythm = { timeZone: "Europe/Berlin", digestHour: 8, digestDay: 1, digestFrequency: "weekly" };
    expect(runTicks(rhythm, start, 21)).toEqual(["2026-03-16", "2026-03-23", "2026-03-30"]);
    const sundays: Rhythm = { ...rhythm, digestDay: 7, digestHour: 23 };
    expect(runTicks(sundays, start, 14)).toEqual(["2026-03-15", "2026-03-22", "2026-03-29"]);
    // Found on Wednesday still, by workers that were away over Sunday night.
    expect(findDueSlot(sundays, new Date("2026-03-25T10:00:00Z"))?.localDate).toBe("2026-03-22");
    expect(findDueSlot(sundays, new Date("2026-03-29T20:00:00Z"))).toBeNull();
  });

  it("reaches back to when the digest before was due", () => {
    const rhythm: Rhythm = { timeZone: "Europe/Berlin", digestHour: 8, digestDay: 1, digestFrequency: "daily" };
    const slot = findDueSlot(rhythm, new Date("2026-03-29T06:00:00Z"));
    expect(slot).toEqual({
      localDate: "2026-03-29",
      dueAt: new Date("2026-03-29T06:00:00Z"),
      since: new Date("2026-03-28T07:00:00Z"),
    });
    expect(findDueSlot(rhythm, new Date("2026-03-29T05:59:59Z"))).toBeNull();
  });
});

describe("a turn's id", () => {
  it("B37, B40: stays for an hour, and comes anew at most five times in a day of ticks", () => {
    const dueAt = new Date("2026-03-02T08:00:00Z");
    const reader = { accountId: "reader", localDate: "2026-03-02", dueAt };
    const nameTurn = (readers: (typeof reader)[], now: Date) => groupTurns(readers, 100, now)[0]?.id;
    const ids = Array.from({ length: 96 }, (_, tick) =>
      nameTurn([reader], new Date(dueAt.getTime() + tick * QUARTER_MS + 900)),
    );
    expect(new Set(ids.slice(0, 4)).size).toBe(1);
    expect(ids[4]).not.toBe(ids[3]);
    expect(new Set(ids).size).toBe(5);
    expect(nameTurn([{ ...reader, localDate: "2026-03-03" }], dueAt)).not.toBe(ids[0]);
    const other = { ...reader, accountId: "other" };
    expect(nameTurn([reader, other], dueAt)).toBe(nameTurn([other, reader], dueAt));
    expect(nameTurn([reader, other], dueAt)).not.toBe(ids[0]);
  });

  it("B40: readers who are due since the same moment share turns, those first who come first; none is left out or twice", () => {
    const now = new Date("2026-03-02T12:00:00Z");
    const due = Array.from({ length: 57 }, (_, at) => ({
      ...{ accountId: `reader-${at}`, localDate: "2026-03-02" },
      dueAt: new Date(now.getTime() - (at % 3) * 3_600_000),
    }));
    const turns = groupTurns(due, 10, now);
    expect(turns.map(({ readers }) => readers.length)).toEqual([10, 10, 10, 9, 9, 9]);
    for (const { readers } of turns) expect(new Set(readers.map(({ dueAt }) => dueAt.getTime())).size).toBe(1);
    expect(turns.flatMap(({ readers }) => readers.map(({ accountId }) => accountId)).sort()).toEqual(
      due.map(({ accountId }) => accountId).sort(),
    );
    expect(turns[0]?.readers[0]).toBe(due[0]);
    expect(new Set(turns.map(({ id }) => id)).size).toBe(6);
    // Somebody of another hour more changes none of the others' turns.
    const more = [...due, { accountId: "late", localDate: "2026-03-02", dueAt: new Date(now.getTime() - 60_000) }];
    expect(
      groupTurns(more, 10, now)
        .slice(0, 6)
        .map(({ id }) => id),
    ).toEqual(turns.map(({ id }) => id));
  });
});
