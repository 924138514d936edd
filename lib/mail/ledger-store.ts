import type { Db, Tx } from "@/lib/db/client";
import type { MailLane } from "@/lib/db/generated/client";
import { addDays, decideHourCeiling, HISTORY_DAYS, raiseHourCeiling } from "./volume";

export interface MailQuota {
  /** Mails a UTC day that the provider's account may send. */
  dailyLimit: number;
  /** How many of them the bulk lane may never use. */
  reserved: number;
  /** Mails of the bulk lane an hour that the host wants at most; null: as many as are usual. */
  hourlyLimit: number | null;
}

/** `stopped`: by a person or by too many an hour; `paused`: the provider asked for it; `volume`: one too many this hour. */
export type RefusedPlace = "quota" | "stopped" | "paused" | "volume";

/** A place in the day's quota, or why there is none. */
export type Reservation =
  | { isGranted: true; day: string; hour: number; usedToday: number }
  | { isGranted: false; reason: RefusedPlace; retryAt: Date };

const DAY_MS = 24 * 60 * 60 * 1000;
/** How soon one looks again whether a stopped lane may go on. */
const LOOK_AGAIN_MS = 30_000;

/** The quota's day, in UTC: "2026-11-24". */
export function nameMailDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

export function findNextMailDay(now: Date): Date {
  return new Date(Date.parse(`${nameMailDay(now)}T00:00:00Z`) + DAY_MS);
}

/**
 * Takes one place in today's quota in a single statement, so that any number of senders stay within it, and a lane that is
 * stopped is stopped for the very next mail. The bulk lane leaves `reserved` places to the transactional one, which may use
 * all, and has a ceiling for each hour.
 */
export async function reserveMail(db: Db, lane: MailLane, quota: MailQuota, now: Date): Promise<Reservation> {
  for (;;) {
    const place = await takePlace(db, lane, quota, now);
    if (place) return place;
    const refusal = await explainRefusal(db, lane, quota, now);
    if (refusal) return { isGranted: false, ...refusal };
    await openDay(db, quota, now);
  }
}

async function takePlace(db: Db, lane: MailLane, quota: MailQuota, now: Date): Promise<Reservation | null> {
  const [day, hour, isBulk] = [nameMailDay(now), now.getUTCHours(), lane === "bulk"];
  const ceiling = countPlaces(lane, quota);
  const rows = await db.$queryRaw<{ used: number }[]>`
    UPDATE mail_day SET
      transactional = transactional + ${isBulk ? 0 : 1}::int,
      bulk = bulk + ${isBulk ? 1 : 0}::int,
      bulk_by_hour[${hour + 1}::int] = bulk_by_hour[${hour + 1}::int] + ${isBulk ? 1 : 0}::int
    WHERE day = ${day} AND transactional + bulk < ${ceiling}::int
      AND (NOT ${isBulk}::boolean OR (bulk_closed_at IS NULL
        AND (hour_ceiling IS NULL OR bulk_by_hour[${hour + 1}::int] < hour_ceiling)))
      AND NOT EXISTS (SELECT 1 FROM mail_control c
        WHERE c.lane = ${lane}::mail_lane AND (c.stopped_at IS NOT NULL OR c.paused_until > ${now}))
    RETURNING transactional + bulk AS used`;
  const used = rows[0]?.used;
  return used === undefined ? null : { isGranted: true, day, hour, usedToday: used };
}

/** Null when nothing speaks against it any more: the day is not open yet, or was opened, or got a place back, meanwhile. */
async function explainRefusal(
  db: Db,
  lane: MailLane,
  quota: MailQuota,
  now: Date,
): Promise<{ reason: RefusedPlace; retryAt: Date } | null> {
  const [row, control] = await Promise.all([
    db.mailDay.findUnique({ where: { day: nameMailDay(now) } }),
    db.mailControl.findUnique({ where: { lane } }),
  ]);
  const soon = new Date(now.getTime() + LOOK_AGAIN_MS);
  if (control?.stoppedAt) return { reason: "stopped", retryAt: soon };
  if (control?.pausedUntil && control.pausedUntil > now) return { reason: "paused", retryAt: control.pausedUntil };
  if (!row) return null;
  const isOverHour = row.hourCeiling !== null && (row.bulkByHour[now.getUTCHours()] ?? 0) >= row.hourCeiling;
  const isClosed = lane === "bulk" && row.bulkClosedAt !== null;
  const isFull = row.transactional + row.bulk >= countPlaces(lane, quota);
  if (isClosed || isFull) return { reason: "quota", retryAt: findNextMailDay(now) };
  return lane === "bulk" && isOverHour ? { reason: "volume", retryAt: soon } : null;
}

/** How many of the day's places a lane may fill, with what the other has taken. */
function countPlaces(lane: MailLane, { dailyLimit, reserved }: MailQuota): number {
  return lane === "bulk" ? dailyLimit - reserved : dailyLimit;
}

async function openDay(db: Db, quota: MailQuota, now: Date): Promise<void> {
  const day = nameMailDay(now);
  const rows = await db.mailDay.findMany({
    where: { day: { gte: addDays(day, -HISTORY_DAYS), lt: day } },
    select: { day: true, bulkByHour: true },
  });
  const history = rows.map((row) => ({ day: row.day, peak: Math.max(0, ...row.bulkByHour) }));
  const hourCeiling = decideHourCeiling(history, day, quota.hourlyLimit);
  await db.mailDay.createMany({ data: { day, hourCeiling, createdAt: now }, skipDuplicates: true });
}

/** Gives a place back when the provider certainly took nothing. */
export async function releaseMail(db: Db, lane: MailLane, place: { day: string; hour: number }): Promise<void> {
  if (lane === "transactional") {
    const where = { day: place.day, transactional: { gt: 0 } };
    await db.mailDay.updateMany({ where, data: { transactional: { decrement: 1 } } });
    return;
  }
  const hour = place.hour + 1;
  await db.$executeRaw`
    UPDATE mail_day SET bulk = bulk - 1, bulk_by_hour[${hour}::int] = GREATEST(0, bulk_by_hour[${hour}::int] - 1)
    WHERE day = ${place.day} AND bulk > 0`;
}

/** The provider says that the quota is used up: nothing of the bulk lane is tried again today. */
export async function closeBulk(db: Db, now: Date): Promise<void> {
  await db.mailDay.updateMany({ where: { day: nameMailDay(now), bulkClosedAt: null }, data: { bulkClosedAt: now } });
}

/** Lets today's hours have more, as somebody looked and found nothing wrong. */
export async function raiseCeiling(tx: Tx, now: Date): Promise<void> {
  const day = nameMailDay(now);
  const row = await tx.mailDay.findUnique({ where: { day }, select: { hourCeiling: true, bulkByHour: true } });
  if (row?.hourCeiling === null || row?.hourCeiling === undefined) return;
  const hourCeiling = raiseHourCeiling(row.hourCeiling, row.bulkByHour[now.getUTCHours()] ?? 0);
  await tx.mailDay.updateMany({ where: { day }, data: { hourCeiling } });
}

export interface MailDayUse {
  day: string;
  transactional: number;
  bulk: number;
  isBulkClosed: boolean;
  /** Of the bulk lane, in this hour, and how many it may have; null before the day's first mail. */
  thisHour: number;
  hourCeiling: number | null;
}

export async function readMailDay(db: Db, now: Date): Promise<MailDayUse> {
  const day = nameMailDay(now);
  const row = await db.mailDay.findUnique({ where: { day } });
  return {
    day,
    transactional: row?.transactional ?? 0,
    bulk: row?.bulk ?? 0,
    isBulkClosed: row ? row.bulkClosedAt !== null : false,
    thisHour: row?.bulkByHour[now.getUTCHours()] ?? 0,
    hourCeiling: row?.hourCeiling ?? null,
  };
}
