import type { Db } from "@/lib/db/client";
import type { MailLane } from "@/lib/db/generated/client";

export interface MailQuota {
  /** Mails a UTC day that the provider's account may send. */
  dailyLimit: number;
  /** How many of them the bulk lane may never use. */
  reserved: number;
}

/** A place in the day's quota, or why there is none. */
export type Reservation = { isGranted: true; day: string; usedToday: number } | { isGranted: false; retryAt: Date };

const DAY_MS = 24 * 60 * 60 * 1000;

/** The quota's day, in UTC: "2026-11-24". */
function nameMailDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

export function findNextMailDay(now: Date): Date {
  return new Date(Date.parse(`${nameMailDay(now)}T00:00:00Z`) + DAY_MS);
}

/**
 * Takes one place in today's quota in a single statement, so that any number of senders stay within it. The bulk lane
 * leaves `reserved` places to the transactional one, which may use all.
 */
export async function reserveMail(db: Db, lane: MailLane, quota: MailQuota, now: Date): Promise<Reservation> {
  const day = nameMailDay(now);
  const isBulk = lane === "bulk";
  const ceiling = isBulk ? quota.dailyLimit - quota.reserved : quota.dailyLimit;
  await db.mailDay.createMany({ data: { day, createdAt: now }, skipDuplicates: true });
  const rows = await db.$queryRaw<{ used: number }[]>`
    UPDATE mail_day SET
      transactional = transactional + ${isBulk ? 0 : 1}::int,
      bulk = bulk + ${isBulk ? 1 : 0}::int
    WHERE day = ${day} AND transactional + bulk < ${ceiling}::int AND (NOT ${isBulk}::boolean OR bulk_closed_at IS NULL)
    RETURNING transactional + bulk AS used`;
  const used = rows[0]?.used;
  return used === undefined
    ? { isGranted: false, retryAt: findNextMailDay(now) }
    : { isGranted: true, day, usedToday: used };
}

/** Gives a place back when the provider certainly took nothing. */
export async function releaseMail(db: Db, lane: MailLane, day: string): Promise<void> {
  const column = lane === "bulk" ? "bulk" : "transactional";
  await db.mailDay.updateMany({ where: { day, [column]: { gt: 0 } }, data: { [column]: { decrement: 1 } } });
}

/** The provider says that the quota is used up: nothing of the bulk lane is tried again today. */
export async function closeBulk(db: Db, now: Date): Promise<void> {
  await db.mailDay.updateMany({ where: { day: nameMailDay(now), bulkClosedAt: null }, data: { bulkClosedAt: now } });
}

export interface MailDayUse {
  day: string;
  transactional: number;
  bulk: number;
  isBulkClosed: boolean;
}

export async function readMailDay(db: Db, now: Date): Promise<MailDayUse> {
  const day = nameMailDay(now);
  const row = await db.mailDay.findUnique({
    where: { day },
    select: { transactional: true, bulk: true, bulkClosedAt: true },
  });
  const { transactional = 0, bulk = 0, bulkClosedAt = null } = row ?? {};
  return { day, transactional, bulk, isBulkClosed: bulkClosedAt !== null };
}
