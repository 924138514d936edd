import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";

/** That a mail at once about a place is due to a reader, with when they want quiet. */
export interface DueRow {
  readerId: string;
  targetId: string;
  newestAt: Date;
  timeZone: string;
  quietFrom: number | null;
  quietTo: number | null;
}

/** Hours in which some readers in a zone want quiet. */
export type QuietHours = Pick<DueRow, "timeZone" | "quietFrom" | "quietTo">;

/** When a mail may be written: so long after the newest and the first of it, and after the one before. */
export interface Pace {
  settledBefore: Date;
  waitingSince: Date;
  mailedBefore: Date;
}

/** Notes that these readers should soon be mailed of a place. One row a pair, however much happens and however often. */
export async function addDue(readerIds: readonly string[], tx: Tx, targetId: string, now: Date): Promise<void> {
  if (readerIds.length === 0) return;
  // In one order, so that two writers wait for one another.
  await tx.$executeRaw`
    INSERT INTO notice_due (reader_id, target_id, since, newest_at)
    SELECT reader_id, ${targetId}::uuid, ${now}, ${now} FROM unnest(${[...readerIds].sort()}::uuid[]) AS reader_id
    ON CONFLICT (reader_id, target_id) DO UPDATE SET
      since = COALESCE(notice_due.since, EXCLUDED.since), newest_at = GREATEST(notice_due.newest_at, EXCLUDED.newest_at)`;
}

/** The quiet hours of those to whom something is due: few, however many readers. */
export function listQuietHours(_scope: SystemScope, db: Db): Promise<QuietHours[]> {
  return db.$queryRaw<QuietHours[]>`
    SELECT DISTINCT a.time_zone AS "timeZone", a.quiet_from AS "quietFrom", a.quiet_to AS "quietTo"
    FROM notice_due d JOIN account a ON a.id = d.reader_id
    WHERE d.since IS NOT NULL AND a.quiet_from IS NOT NULL AND a.quiet_to IS NOT NULL`;
}

/** What may be mailed by this pace to those who do not want quiet now, those first that wait longest. */
export function listDue(
  _scope: SystemScope,
  db: Db,
  { pace, quietNow }: { pace: Pace; quietNow: QuietHours[] },
  limit: number,
): Promise<DueRow[]> {
  return db.$queryRaw<DueRow[]>`
    SELECT d.reader_id AS "readerId", d.target_id AS "targetId", d.newest_at AS "newestAt", a.time_zone AS "timeZone",
      a.quiet_from AS "quietFrom", a.quiet_to AS "quietTo"
    FROM notice_due d JOIN account a ON a.id = d.reader_id
    WHERE d.since IS NOT NULL AND (d.newest_at <= ${pace.settledBefore} OR d.since <= ${pace.waitingSince})
      AND (d.mailed_at IS NULL OR d.mailed_at <= ${pace.mailedBefore})
      AND NOT EXISTS (
        SELECT 1 FROM unnest(
          ${quietNow.map((quiet) => quiet.timeZone)}::text[],
          ${quietNow.map((quiet) => quiet.quietFrom)}::int[],
          ${quietNow.map((quiet) => quiet.quietTo)}::int[]
        ) AS quiet(time_zone, quiet_from, quiet_to)
        WHERE quiet.time_zone = a.time_zone AND quiet.quiet_from = a.quiet_from AND quiet.quiet_to = a.quiet_to)
    ORDER BY d.since, d.reader_id, d.target_id LIMIT ${limit}`;
}

/** Takes what is due, once: false when somebody did meanwhile. What comes from now on is due anew. */
export async function takeDue(
  scope: { accountId: string },
  tx: Tx,
  targetId: string,
  mailedAt: Date | null,
): Promise<boolean> {
  const { count } = await tx.noticeDue.updateMany({
    where: { readerId: scope.accountId, targetId, since: { not: null } },
    data: { since: null, ...(mailedAt === null ? {} : { mailedAt }) },
  });
  return count > 0;
}

/** Whether something is still to be told to a reader at once: due, or written and not out yet. */
export async function hasUntold(scope: { accountId: string }, tx: Tx): Promise<boolean> {
  const rows = await tx.$queryRaw<{ has: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM notice_due d WHERE d.reader_id = ${scope.accountId}::uuid AND d.since IS NOT NULL)
      OR EXISTS (
        SELECT 1 FROM notification n JOIN email e ON e.id = n.mail_id AND e.state IN ('pending', 'deferred')
        WHERE n.reader_id = ${scope.accountId}::uuid AND n.seen_at IS NULL) AS has`;
  return rows[0]?.has ?? false;
}

/** Forgets pairs of which nothing was heard since. */
export async function deleteOldDue(_scope: SystemScope, db: Db, before: Date): Promise<number> {
  const { count } = await db.noticeDue.deleteMany({ where: { since: null, newestAt: { lt: before } } });
  return count;
}
