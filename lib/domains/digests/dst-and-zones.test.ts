import fc from "fast-check";
import { DateTime, IANAZone } from "luxon";
import { expect, it } from "vitest";
import { findDueSlot, type Rhythm } from "./rules";

const QUARTER_MS = 15 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const FIRST = Date.parse("2025-01-01T00:00:00Z");
const DAYS = 3 * 366;
const ZONES = Intl.supportedValuesOf("timeZone");

/** Days (UTC) of three years on which the zone's distance from UTC changes. */
function findChanges(timeZone: string): number[] {
  const zone = IANAZone.create(timeZone);
  const found: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    const at = FIRST + day * DAY_MS;
    if (zone.offset(at) !== zone.offset(at + DAY_MS)) found.push(at);
  }
  return found;
}

/** The local dates that looks every quarter of an hour serve, in order, and when. */
function runTicks(rhythm: Rhythm, fromMs: number, toMs: number): { localDate: string; atMs: number }[] {
  const served = new Map<string, number>();
  for (let at = fromMs; at < toMs; at += QUARTER_MS) {
    const slot = findDueSlot(rhythm, new Date(at));
    if (slot && !served.has(slot.localDate)) served.set(slot.localDate, at);
  }
  return [...served].map(([localDate, atMs]) => ({ localDate, atMs }));
}

const changing = ZONES.flatMap((timeZone) => findChanges(timeZone).map((atMs) => ({ timeZone, atMs })));

/** From before local midnight of the day before to after midnight two days later: whole local days. */
function expectOneEachDay(timeZone: string, aroundMs: number, digestHour: number): void {
  const start = DateTime.fromMillis(aroundMs, { zone: timeZone }).startOf("day").minus({ days: 1 });
  const days = Array.from({ length: 4 }, (_, day) => start.plus({ days: day }).startOf("day"));
  const end = start.plus({ days: 4 }).startOf("day");
  const rhythm: Rhythm = { timeZone, digestHour, digestDay: 1, digestFrequency: "daily" };
  const served = runTicks(rhythm, start.toMillis(), end.toMillis());
  const where = `${timeZone} around ${start.toISODate()} at ${digestHour}`;
  expect([where, served.map(({ localDate }) => localDate)]).toEqual([where, days.map((day) => day.toISODate())]);
  for (const { localDate, atMs } of served) {
    const local = DateTime.fromMillis(atMs, { zone: timeZone });
    // At one's own hour; an hour that is skipped is made up for on the same day.
    expect([where, local.toISODate()]).toEqual([where, localDate]);
    if (local.hour !== digestHour)
      expect([where, local.hour === digestHour + 1 || local.hour === 23]).toEqual([where, true]);
  }
}

it("dst-and-zones, B55: on every change of the clocks in every zone of the tz database no day has none or two", () => {
  expect(ZONES.length).toBeGreaterThan(400);
  expect(changing.length).toBeGreaterThan(500);
  // The hours around which clocks change differ by zone, so each change meets another hour and the next run others.
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 23 }), (shift) => {
      for (const [index, { timeZone, atMs }] of changing.entries()) {
        if (index % 8 === shift % 8) expectOneEachDay(timeZone, atMs, (index * 7 + shift) % 24);
      }
    }),
    { numRuns: 2 },
  );
}, 240_000);

it("dst-and-zones, B55: any zone, any hour, any day of three years", () => {
  const day = fc.integer({ min: 3, max: DAYS - 3 });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 23 }), day, (timeZone, hour, at) => {
      expectOneEachDay(timeZone, FIRST + at * DAY_MS, hour);
    }),
    { numRuns: 80 },
  );
}, 240_000);

/** Three weeks from some midnight on; what is due at the start belongs to the week before. */
function expectOneEachWeek(timeZone: string, digestDay: number, digestHour: number, from: number): void {
  const start = DateTime.fromMillis(FIRST + from * DAY_MS, { zone: timeZone }).startOf("week");
  const rhythm: Rhythm = { timeZone, digestHour, digestDay, digestFrequency: "weekly" };
  const first = findDueSlot(rhythm, start.toJSDate())?.localDate;
  const served = runTicks(rhythm, start.toMillis(), start.plus({ weeks: 3 }).toMillis());
  const dates = served.map(({ localDate }) => localDate).filter((date) => date !== first);
  const wanted = Array.from({ length: 3 }, (_, week) => start.plus({ weeks: week, days: digestDay - 1 }).toISODate());
  const where = `${timeZone} on day ${digestDay} at ${digestHour} from ${start.toISODate()}`;
  expect([where, dates]).toEqual([where, wanted.filter((date) => date !== first)]);
}

it("dst-and-zones, B264: a weekly digest comes on its day, once a week, in any zone and over any change of the clocks", () => {
  const inputs = [
    fc.constantFrom(...ZONES),
    fc.integer({ min: 1, max: 7 }),
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 10, max: DAYS - 60 }),
  ] as const;
  fc.assert(fc.property(...inputs, expectOneEachWeek), { numRuns: 6 });
}, 240_000);
