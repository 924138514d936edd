import { DateTime } from "luxon";

/** When somebody wants their digest. `timeZone` is an IANA name, `digestHour` 0–23 there; `digestDay` of a week, 1 is Monday. */
export interface Rhythm {
  timeZone: string;
  digestHour: number;
  digestDay: number;
  digestFrequency: "daily" | "weekly";
}

/** One digest's place in time: its local date names it, `since` is when the one before was due. */
export interface DigestSlot {
  /** "2026-11-24"; for a weekly digest that of its day. */
  localDate: string;
  dueAt: Date;
  since: Date;
}

/** The latest slot that is due at `now`; null when the hour of today, if it is the day, is still to come. */
export function findDueSlot(rhythm: Rhythm, now: Date): DigestSlot | null {
  const today = DateTime.fromJSDate(now, { zone: rhythm.timeZone }).startOf("day");
  const isWeekly = rhythm.digestFrequency === "weekly";
  const day = isWeekly ? today.minus({ days: (today.weekday - rhythm.digestDay + 7) % 7 }).startOf("day") : today;
  const dueAt = atHour(day, rhythm.digestHour);
  if (now.getTime() < dueAt.toMillis()) return null;
  const before = atHour(day.minus(isWeekly ? { weeks: 1 } : { days: 1 }), rhythm.digestHour);
  return { localDate: nameDate(day), dueAt: dueAt.toJSDate(), since: before.toJSDate() };
}

/** That hour of that day. One that summer time skips is taken later, but never on another day. */
function atHour(day: DateTime, hour: number): DateTime {
  const wanted = day.set({ hour, minute: 0, second: 0, millisecond: 0 });
  return wanted.hasSame(day, "day") ? wanted : day.endOf("day").minus({ minutes: 30 });
}

function nameDate(day: DateTime): string {
  return day.toFormat("yyyy-MM-dd");
}

/** The run's key and, with the same words, the mail's. */
export function buildDigestKey(accountId: string, localDate: string): string {
  return `digest:${accountId}:${localDate}`;
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * The id of a turn's event. The queue takes an id once in 24 hours, so that ticks and schedulers that find the same reader
 * give one turn. One that was dropped must come again, though: the id changes 1, 3, 7 and 15 hours after the digest was
 * due, which makes five turns a day at most, however many ticks there are.
 */
export function buildTurnId(accountId: string, localDate: string, dueAt: Date, now: Date): string {
  const lateHours = Math.max(0, now.getTime() - dueAt.getTime()) / HOUR_MS;
  return `${buildDigestKey(accountId, localDate)}:${Math.floor(Math.log2(1 + lateHours))}`;
}
