import type { Db, Tx } from "@/lib/db/client";
import type { MailLane } from "@/lib/db/generated/client";
import { type MailQuota, readQuota } from "./limit-store";
import { decideHourCeiling, HISTORY_DAYS, raiseHourCeiling } from "./volume";

/** `stopped`: by a person or by too many an hour; `paused`: the provider asked for it; `volume`: one too many this hour. */
export type RefusedPlace = "quota" | "stopped" | "paused" | "volume";

/** Places on a day of the ledger. */
export interface Places {
  day: string;
  hour: number;
}

/** As many of the places asked for as there are in the day's quota, one at least, or why there is none. */
export type Reservation =
  | ({ isGranted: true; count: number; usedToday: number } & Places)
  | ({ isGranted: false } & Refusal);

/** Why a lane gets no place, and when one may look again. */
export interface Refusal {
  reason: RefusedPlace;
  retryAt: Date;
}

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
 * Takes up to `count` places in today's quota in a single statement, so that any number of senders stay within it, and a
 * lane that is stopped is stopped for the very next mail. The bulk lane leaves `reserved` places to the transactional one,
 * which may use all, and has a ceiling for each hour.
 */
export async function reserveMails(
  db: Db | Tx,
  lane: MailLane,
  count: number,
  quota: MailQuota,
  now: Date,
): Promise<Reservation> {
  for (;;) {
    const places = await takePlaces(db, lane, count, quota, now);
    if (places) return places;
    const refusal = await explainRefusal(db, lane, quota, now);
    if (refusal) return { isGranted: false, ...refusal };
    await openDay(db, quota, now);
  }
}

async function takePlaces(
  db: Db | Tx,
  lane: MailLane,
  count: number,
  quota: MailQuota,
  now: Date,
): Promise<Reservation | null> {
  const [day, hour, isBulk] = [nameMailDay(now), now.getUTCHours(), lane === "bulk"];
  const kept = countKept(lane, quota);
  const rows = await db.$queryRaw<{ used: number; count: number }[]>`
    UPDATE mail_day d SET
      transactional = d.transactional + (CASE WHEN ${isBulk}::boolean THEN 0 ELSE free.count END),
      bulk = d.bulk + (CASE WHEN ${isBulk}::boolean THEN free.count ELSE 0 END),
      bulk_by_hour[${hour + 1}::int] =
        d.bulk_by_hour[${hour + 1}::int] + (CASE WHEN ${isBulk}::boolean THEN free.count ELSE 0 END)
    FROM (
      SELECT day, LEAST(
        ${count}::int,
        CASE WHEN ${quota.dailyLimit}::int = 0 THEN 0 ELSE
          COALESCE((SELECT daily_limit FROM mail_limit), ${quota.dailyLimit}::int) - ${kept}::int - transactional - bulk
        END,
        CASE WHEN ${isBulk}::boolean THEN hour_ceiling - bulk_by_hour[${hour + 1}::int] END
      ) AS count
      FROM mail_day WHERE day = ${day} AND NOT (${isBulk}::boolean AND bulk_closed_at IS NOT NULL) FOR UPDATE
    ) free
    WHERE d.day = free.day AND free.count > 0
      AND NOT EXISTS (SELECT 1 FROM mail_control c
        WHERE c.lane = ${lane}::mail_lane AND (c.stopped_at IS NOT NULL OR c.paused_until > ${now}))
    RETURNING d.transactional + d.bulk AS used, free.count AS count`;
  const row = rows[0];
  return row ? { isGranted: true, count: row.count, day, hour, usedToday: row.used } : null;
}

/** Null when nothing speaks against it any more: the day is not open yet, or was opened, or got a place back, meanwhile. */
async function explainRefusal(db: Db | Tx, lane: MailLane, quota: MailQuota, now: Date): Promise<Refusal | null> {
  // One after the other, as within a transaction there is one connection.
  const held = await findHold(db, lane, now);
  if (held) return held;
  const row = await db.mailDay.findUnique({ where: { day: nameMailDay(now) } });
  if (!row) return null;
  const soon = new Date(now.getTime() + LOOK_AGAIN_MS);
  const isOverHour = row.hourCeiling !== null && (row.bulkByHour[now.getUTCHours()] ?? 0) >= row.hourCeiling;
  const isClosed = lane === "bulk" && row.bulkClosedAt !== null;
  const { dailyLimit } = await readQuota(db, quota);
  const isFull = row.transactional + row.bulk >= dailyLimit - countKept(lane, quota);
  if (isClosed || isFull) return { reason: "quota", retryAt: findNextMailDay(now) };
  return lane === "bulk" && isOverHour ? { reason: "volume", retryAt: soon } : null;
}

/** Whether the lane is stopped or paused at this moment. */
export async function findHold(db: Db | Tx, lane: MailLane, now: Date): Promise<Refusal | null> {
  const control = await db.mailControl.findUnique({ where: { lane } });
  if (control?.stoppedAt) return { reason: "stopped", retryAt: new Date(now.getTime() + LOOK_AGAIN_MS) };
  if (control?.pausedUntil && control.pausedUntil > now) return { reason: "paused", retryAt: control.pausedUntil };
  return null;
}

/** How many of the day's places are not for a lane. */
function countKept(lane: MailLane, { reserved }: MailQuota): number {
  return lane === "bulk" ? reserved : 0;
}

async function openDay(db: Db | Tx, quota: MailQuota, now: Date): Promise<void> {
  const day = nameMailDay(now);
  // Of days that had any: after an outage, what was usual before it still is.
  const rows = await db.mailDay.findMany({
    where: { day: { lt: day }, bulk: { gt: 0 } },
    orderBy: { day: "desc" },
    take: HISTORY_DAYS,
    select: { day: true, bulkByHour: true },
  });
  const history = rows.map((row) => ({ day: row.day, peak: Math.max(0, ...row.bulkByHour) }));
  const hourCeiling = decideHourCeiling(history, day, quota.hourlyLimit);
  await db.mailDay.createMany({ data: { day, hourCeiling, createdAt: now }, skipDuplicates: true });
}

/** Gives places back when the provider certainly took nothing. */
export async function releaseMails(db: Db | Tx, lane: MailLane, { day, hour }: Places, count: number): Promise<void> {
  if (count === 0) return;
  if (lane === "transactional") {
    await db.$executeRaw`UPDATE mail_day SET transactional = GREATEST(0, transactional - ${count}::int) WHERE day = ${day}`;
    return;
  }
  await db.$executeRaw`
    UPDATE mail_day SET bulk = GREATEST(0, bulk - ${count}::int),
      bulk_by_hour[${hour + 1}::int] = GREATEST(0, bulk_by_hour[${hour + 1}::int] - ${count}::int)
    WHERE day = ${day}`;
}

/** The provider says that the quota is used up: nothing of the bulk lane is tried again today. */
export async function closeBulk(db: Db, now: Date): Promise<void> {
  await db.mailDay.updateMany({ where: { day: nameMailDay(now), bulkClosedAt: null }, data: { bulkClosedAt: now } });
}

/** There are places again: what waited for the next day's may go now, digests that the provider refused included. */
export async function endWaitForQuota(tx: Tx, now: Date): Promise<void> {
  await tx.mailDay.updateMany({ where: { day: nameMailDay(now) }, data: { bulkClosedAt: null } });
  await tx.email.updateMany({
    // Ours, and what the provider calls its own.
    where: { state: "deferred", reason: { contains: "quota" }, nextAttemptAt: { gt: now, lte: findNextMailDay(now) } },
    data: { nextAttemptAt: now },
  });
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

export async function readMailDay(db: Db | Tx, now: Date): Promise<MailDayUse> {
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
