import type { AccountScope, AdminScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { type DigestState, type DigestTickState, Prisma } from "@/lib/db/generated/client";
import { LATE_COMMIT_MS } from "@/lib/domains/notifications/schema";
import type { DigestSlot, Rhythm } from "./rules";

export type { DigestState };

/** The rhythms that verified readers have: few, however many readers. */
export async function listRhythms(_scope: SystemScope, db: Db): Promise<Rhythm[]> {
  return db.$queryRaw<Rhythm[]>`
    SELECT DISTINCT time_zone AS "timeZone", digest_hour AS "digestHour", digest_frequency::text AS "digestFrequency",
      CASE WHEN digest_frequency = 'weekly' THEN digest_day ELSE 1 END AS "digestDay"
    FROM account WHERE email_verified_at IS NOT NULL AND digest_frequency <> 'off'`;
}

export interface DueReader {
  accountId: string;
  localDate: string;
  dueAt: Date;
  /** Whether something unseen came within the slot; if they may open it is judged when the digest is made. */
  hasNews: boolean;
}

/** Readers of these rhythms whose address takes mail, without a run for their slot, those first who were served longest ago. */
export function listDueReaders(
  _scope: SystemScope,
  db: Db,
  due: { rhythm: Rhythm; slot: DigestSlot }[],
  now: Date,
): Promise<DueReader[]> {
  return db.$queryRaw<DueReader[]>`
    WITH slot AS (
      SELECT * FROM unnest(
        ${due.map(({ rhythm }) => rhythm.timeZone)}::text[],
        ${due.map(({ rhythm }) => rhythm.digestHour)}::int[],
        ${due.map(({ rhythm }) => rhythm.digestFrequency)}::text[],
        ${due.map(({ rhythm }) => rhythm.digestDay)}::int[],
        ${due.map(({ slot }) => slot.localDate)}::text[],
        ${due.map(({ slot }) => slot.since)}::timestamptz[],
        ${due.map(({ slot }) => slot.dueAt)}::timestamptz[]
      ) AS s(time_zone, digest_hour, digest_frequency, digest_day, local_date, since, due_at)
    )
    SELECT a.id AS "accountId", slot.local_date AS "localDate", slot.due_at AS "dueAt", EXISTS (
      SELECT 1 FROM notification n WHERE n.reader_id = a.id AND n.seen_at IS NULL AND n.digested_at IS NULL
        AND n.created_at > GREATEST(a.digest_watermark, slot.since) - make_interval(secs => ${LATE_COMMIT_MS / 1000}::float8)
        AND n.created_at <= ${now}
    ) AS "hasNews"
    FROM account a JOIN slot ON slot.time_zone = a.time_zone AND slot.digest_hour = a.digest_hour
      AND slot.digest_frequency = a.digest_frequency::text
      AND (slot.digest_frequency <> 'weekly' OR slot.digest_day = a.digest_day)
    WHERE a.email_verified_at IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM digest_run r WHERE r.account_id = a.id AND r.local_date = slot.local_date)
      AND NOT EXISTS (SELECT 1 FROM mail_suppression s WHERE s.address = a.email AND s.lifted_at IS NULL)
    ORDER BY a.digest_watermark, a.id`;
}

const CLOSE_BATCH = 1000;

/** Ends the slot of readers who have no news, so that what comes later today is tomorrow's. */
export async function closeQuietSlots(_scope: SystemScope, db: Db, readers: DueReader[], now: Date): Promise<void> {
  for (let at = 0; at < readers.length; at += CLOSE_BATCH) {
    const data = readers.slice(at, at + CLOSE_BATCH).map(({ accountId, localDate }) => ({
      id: createId(),
      accountId,
      localDate,
      state: "empty" as const,
      windowFrom: now,
      windowTo: now,
      createdAt: now,
    }));
    await db.digestRun.createMany({ data, skipDuplicates: true });
  }
}

export interface Reader {
  id: string;
  email: string;
  name: string;
  isVerified: boolean;
  timeZone: string;
  digestHour: number;
  digestDay: number;
  digestFrequency: "daily" | "weekly" | "off";
  digestWatermark: Date;
  quietFrom: number | null;
  quietTo: number | null;
}

/**
 * The readers, with their rows locked until the commit: two runs at once wait for one another. Others may go on to refer to
 * them meanwhile.
 */
export async function lockReaders(_scope: SystemScope, tx: Tx, accountIds: string[]): Promise<Map<string, Reader>> {
  const rows = await tx.$queryRaw<Reader[]>`
    SELECT id, email, name, email_verified_at IS NOT NULL AS "isVerified", time_zone AS "timeZone",
      digest_hour AS "digestHour", digest_day AS "digestDay", digest_frequency::text AS "digestFrequency",
      digest_watermark AS "digestWatermark", quiet_from AS "quietFrom", quiet_to AS "quietTo"
    FROM account WHERE id = ANY(${accountIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  return new Map(rows.map((reader) => [reader.id, reader]));
}

export async function lockReader(scope: SystemScope, tx: Tx, accountId: string): Promise<Reader | null> {
  return (await lockReaders(scope, tx, [accountId])).get(accountId) ?? null;
}

export async function moveWatermarks(_scope: SystemScope, tx: Tx, accountIds: string[], to: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE account SET digest_watermark = ${to} WHERE id = ANY(${accountIds}::uuid[]) AND digest_watermark < ${to}`;
}

export interface RunRow {
  id: string;
  accountId: string;
  localDate: string;
  state: DigestState;
  emailId: string | null;
  windowFrom: Date;
  windowTo: Date;
}

const RUN = {
  id: true,
  accountId: true,
  localDate: true,
  state: true,
  emailId: true,
  windowFrom: true,
  windowTo: true,
} as const;

const COLUMNS = Prisma.sql`
  r.id, r.account_id AS "accountId", r.local_date AS "localDate", r.state, r.email_id AS "emailId",
  r.window_from AS "windowFrom", r.window_to AS "windowTo"`;

/** The run that each of these readers has for its date, by reader. */
export async function findRuns(
  _scope: SystemScope,
  tx: Db | Tx,
  turns: readonly { accountId: string; localDate: string }[],
): Promise<Map<string, RunRow>> {
  const rows = await tx.$queryRaw<RunRow[]>`
    SELECT ${COLUMNS} FROM digest_run r
    JOIN unnest(
      ${turns.map(({ accountId }) => accountId)}::uuid[],
      ${turns.map(({ localDate }) => localDate)}::text[]
    ) AS t(account_id, local_date) ON r.account_id = t.account_id AND r.local_date = t.local_date`;
  return new Map(rows.map((run) => [run.accountId, run]));
}

export function insertRuns(
  _scope: SystemScope,
  tx: Tx,
  runs: readonly (Omit<RunRow, "id"> & { itemCount: number })[],
  now: Date,
): Promise<RunRow[]> {
  const rows = runs.map((run) => ({ ...run, id: createId() }));
  return tx.$queryRaw<RunRow[]>`
    INSERT INTO digest_run AS r (id, account_id, local_date, state, email_id, item_count, window_from, window_to, created_at)
    SELECT id, "accountId", "localDate", state::digest_state, "emailId", "itemCount", "windowFrom", "windowTo", ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS given(id uuid, "accountId" uuid, "localDate" text, state text,
      "emailId" uuid, "itemCount" int, "windowFrom" timestamptz, "windowTo" timestamptz)
    RETURNING ${COLUMNS}`;
}

/** Ends frozen runs as their mails did; those that ended stay as they are. */
export async function endRuns(
  _scope: SystemScope,
  db: Db | Tx,
  ends: readonly { emailId: string; state: DigestState }[],
): Promise<void> {
  if (ends.length === 0) return;
  await db.$executeRaw`
    UPDATE digest_run r SET state = e.state::digest_state
    FROM unnest(
      ${ends.map(({ emailId }) => emailId)}::uuid[],
      ${ends.map(({ state }) => state)}::text[]
    ) AS e(email_id, state)
    WHERE r.email_id = e.email_id AND r.state = 'frozen'`;
}

/** Frozen runs whose mail may go out now, those first that wait longest. */
export function listWaitingRuns(_scope: SystemScope, db: Db, now: Date, limit: number): Promise<RunRow[]> {
  return db.digestRun.findMany({
    where: {
      state: "frozen",
      email: { nextAttemptAt: { lte: now }, OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit,
    select: RUN,
  });
}

/** Days that ended without news begin again: the reader has just chosen another hour. */
export async function deleteQuietRuns(scope: AccountScope, tx: Db | Tx, since: Date): Promise<void> {
  await tx.digestRun.deleteMany({
    where: { accountId: scope.accountId, state: "empty", itemCount: 0, createdAt: { gte: since } },
  });
}

/** Forgets days that ended without news before `before`. */
export async function deleteOldQuietRuns(_scope: SystemScope, db: Db, before: Date): Promise<number> {
  const { count } = await db.digestRun.deleteMany({ where: { state: "empty", createdAt: { lt: before } } });
  return count;
}

export interface DigestTick {
  tickAt: Date;
  state: DigestTickState;
  due: number;
  turns: number;
}

export async function insertTick(_scope: SystemScope, db: Db, tick: DigestTick, now: Date): Promise<void> {
  await db.digestTick.create({ data: { id: createId(), ...tick, createdAt: now } });
}

/** The looks of the schedule since then, newest first. */
export function listTicks(
  _scope: AdminScope,
  db: Db,
  since: Date,
  limit: number,
): Promise<(DigestTick & { createdAt: Date })[]> {
  return db.digestTick.findMany({
    where: { createdAt: { gte: since } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { tickAt: true, state: true, due: true, turns: true, createdAt: true },
  });
}

export async function deleteOldTicks(_scope: SystemScope, db: Db, before: Date): Promise<void> {
  await db.digestTick.deleteMany({ where: { createdAt: { lt: before } } });
}

export async function stopDigests(holder: { accountId: string }, db: Db | Tx): Promise<boolean> {
  const { count } = await db.account.updateMany({ where: { id: holder.accountId }, data: { digestFrequency: "off" } });
  return count > 0;
}
