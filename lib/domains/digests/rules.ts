import { createHash } from "node:crypto";
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

/** One whose digest is due, by its slot. */
export interface DueTurn {
  accountId: string;
  localDate: string;
  dueAt: Date;
}

/**
 * Puts readers together who are due since the same moment, in the order in which they are given, `size` at most a turn; the
 * turn with whoever comes first is first. The queue takes a turn's id once in 24 hours, so that ticks and schedulers that
 * find the same readers give one turn. One that was dropped must come again, though: the id changes 1, 3, 7 and 15 hours
 * after the digests were due, which makes five turns a day at most, however many ticks there are.
 */
export function groupTurns<T extends DueTurn>(
  due: readonly T[],
  size: number,
  now: Date,
): { id: string; readers: T[] }[] {
  const bySlot = new Map<string, T[]>();
  const turns: T[][] = [];
  for (const reader of due) {
    const slot = `${reader.localDate} ${reader.dueAt.getTime()}`;
    const open = bySlot.get(slot);
    if (open && open.length < size) {
      open.push(reader);
      continue;
    }
    const turn = [reader];
    bySlot.set(slot, turn);
    turns.push(turn);
  }
  return turns.map((readers) => ({ id: nameTurn(readers, now), readers }));
}

function nameTurn(readers: readonly DueTurn[], now: Date): string {
  const lateHours = Math.max(0, now.getTime() - (readers[0]?.dueAt ?? now).getTime()) / HOUR_MS;
  const keys = readers.map(({ accountId, localDate }) => buildDigestKey(accountId, localDate)).sort();
  const name = createHash("sha256").update(keys.join()).digest("hex").slice(0, 32);
  return `digests:${readers[0]?.localDate}:${name}:${Math.floor(Math.log2(1 + lateHours))}`;
}

const SEPARATOR = "_";

/** What the link is signed over that leaves of a song its mentions alone: whose, and of which. */
export function nameSongSubscription(accountId: string, songId: string): string {
  return accountId + SEPARATOR + songId;
}

export function readSongSubscriptionName(id: string): { accountId: string; songId: string } {
  const [accountId = "", songId = ""] = id.split(SEPARATOR);
  return { accountId, songId };
}
