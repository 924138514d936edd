import type { AccountScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { chooseChannel } from "./preferences/store";
import type { MarkSeen, MarkUnseen } from "./schema";

export interface NoticeRow {
  id: string;
  kind: string;
  payload: Prisma.JsonValue;
  seenAt: Date | null;
  createdAt: Date;
  doerId: string | null;
  doerName: string | null;
  projectId: string | null;
  projectName: string | null;
  songId: string | null;
  songName: string | null;
  versionId: string | null;
  versionNumber: number | null;
  durationMs: number | null;
  /** The thread's first comment, which carries the place in the sound. */
  threadId: string | null;
  body: string | null;
  startMs: number | null;
  endMs: number | null;
}

/** Which of a reader's notices: by the page, by the state, by when they came. */
export interface NoticeFilter {
  before?: string | undefined;
  limit?: number | undefined;
  unseenOnly?: boolean;
  /** What no digest has told of, or the one whose window ends here. */
  untoldBefore?: Moment;
  after?: Moment;
  upTo?: Moment;
  /** What its reader wants in the digest, or mailed at once, and what no mail at once has told of. */
  mailedBy?: "digest" | "at_once";
  /** Of this song, or of this project as a whole. */
  targetId?: string;
  /** What this mail at once tells of. */
  mailId?: string;
}

/** A time, or the column that it stands in. */
type Moment = Date | Prisma.Sql;

export const JOINED = Prisma.sql`
  FROM notification n
  LEFT JOIN account doer ON doer.id = n.doer_id
  LEFT JOIN song s ON s.id = n.song_id
  LEFT JOIN project p ON p.id = COALESCE(s.project_id, n.project_id)
  LEFT JOIN version v ON v.id = (n.payload->>'versionId')::uuid
  LEFT JOIN comment c ON c.id = (n.payload->>'commentId')::uuid
  LEFT JOIN comment thread ON thread.id = COALESCE(c.parent_id, c.id)`;

/** What it tells of still exists, and its reader may open it at this moment. */
const READABLE = Prisma.sql`
  (n.song_id IS NULL OR (s.id IS NOT NULL AND s.deleted_at IS NULL))
  AND (n.payload->>'versionId' IS NULL OR (v.id IS NOT NULL AND v.deleted_at IS NULL AND sees_version(n.reader_id, v.id)))
  AND (n.payload->>'commentId' IS NULL OR (c.deleted_at IS NULL AND thread.id IS NOT NULL AND thread.deleted_at IS NULL))
  AND (n.project_id IS NULL OR (p.id IS NOT NULL AND p.deleted_at IS NULL AND EXISTS (
    SELECT 1 FROM membership m LEFT JOIN song own ON own.id = m.song_id
    WHERE m.account_id = n.reader_id AND (
      m.project_id = p.id OR m.song_id = n.song_id
      OR (n.song_id IS NULL AND own.project_id = p.id AND own.deleted_at IS NULL))
  )))`;

const CHANNEL = chooseChannel({
  readerId: Prisma.sql`n.reader_id`,
  kind: Prisma.sql`n.kind`,
  songId: Prisma.sql`n.song_id`,
  projectId: Prisma.sql`p.id`,
});

/** A mail at once that was given up before the provider had it told of nothing. */
const UNMAILED = Prisma.sql`
  (n.mail_id IS NULL OR EXISTS (
    SELECT 1 FROM email e WHERE e.id = n.mail_id AND e.state = 'expired' AND e.handed_over_at IS NULL))`;

/** For the digest: all that one wants mailed and no mail at once has told of or soon will. */
const FOR_DIGEST = Prisma.sql`${UNMAILED} AND (SELECT channel = 'digest' OR (channel = 'at_once' AND NOT EXISTS (
    SELECT 1 FROM notice_due d
    WHERE d.reader_id = n.reader_id AND d.target_id = COALESCE(n.song_id, n.project_id) AND d.since IS NOT NULL))
  FROM (SELECT ${CHANNEL} AS channel) chosen)`;

/** Those of a reader, named by id or by the column with it. */
export function buildWhere(readerId: string | Prisma.Sql, filter: NoticeFilter): Prisma.Sql {
  const parts = [Prisma.sql`n.reader_id = ${readerId}::uuid`, READABLE];
  if (filter.before) parts.push(Prisma.sql`n.id < ${filter.before}::uuid`);
  if (filter.unseenOnly) parts.push(Prisma.sql`n.seen_at IS NULL`);
  if (filter.untoldBefore) {
    parts.push(Prisma.sql`(n.digested_at IS NULL OR n.digested_at = ${filter.untoldBefore})`);
  }
  if (filter.mailedBy === "digest") parts.push(FOR_DIGEST);
  if (filter.mailedBy === "at_once") parts.push(Prisma.sql`n.digested_at IS NULL AND ${CHANNEL} = 'at_once'`);
  if (filter.mailedBy === "at_once" && !filter.mailId) parts.push(UNMAILED);
  if (filter.mailId) parts.push(Prisma.sql`n.mail_id = ${filter.mailId}::uuid`);
  if (filter.targetId) parts.push(Prisma.sql`COALESCE(n.song_id, n.project_id) = ${filter.targetId}::uuid`);
  if (filter.after) parts.push(Prisma.sql`n.created_at > ${filter.after}`);
  if (filter.upTo) parts.push(Prisma.sql`n.created_at <= ${filter.upTo}`);
  return Prisma.join(parts, " AND ");
}

/** A notice's row, of what `JOINED` puts together. */
export const NOTICE = Prisma.sql`
  n.id, n.kind, n.payload, n.seen_at AS "seenAt", n.created_at AS "createdAt",
  doer.id AS "doerId", doer.name AS "doerName", p.id AS "projectId", p.name AS "projectName",
  s.id AS "songId", s.name AS "songName", v.id AS "versionId", v.number AS "versionNumber",
  v.duration_ms AS "durationMs", thread.id AS "threadId", c.body,
  thread.start_ms AS "startMs", thread.end_ms AS "endMs"`;

/** Newest first; only what the reader may open now. */
export function listReadable(scope: AccountScope, db: Db | Tx, filter: NoticeFilter): Promise<NoticeRow[]> {
  return db.$queryRaw<NoticeRow[]>`
    SELECT ${NOTICE} ${JOINED} WHERE ${buildWhere(scope.accountId, filter)} ORDER BY n.id DESC LIMIT ${filter.limit ?? 1000}`;
}

export async function countReadable(scope: AccountScope, db: Db | Tx, filter: NoticeFilter): Promise<number> {
  const rows = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM (
      SELECT 1 ${JOINED} WHERE ${buildWhere(scope.accountId, filter)}
      ${filter.limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${filter.limit}`}
    ) counted`;
  return Number(rows[0]?.count ?? 0);
}

/** Notes that this mail at once tells of these, and of no others. */
export async function markMailed(scope: AccountScope, tx: Tx, ids: readonly string[], mailId: string): Promise<void> {
  const { accountId: readerId } = scope;
  await tx.notification.updateMany({ where: { readerId, mailId, id: { notIn: [...ids] } }, data: { mailId: null } });
  await tx.notification.updateMany({ where: { readerId, id: { in: [...ids] } }, data: { mailId } });
}

/** @returns how many were not marked before. */
export async function markSeen(
  scope: AccountScope,
  db: Db | Tx,
  { ids, olderThan }: MarkSeen,
  now: Date,
): Promise<number> {
  const named = [...(ids ? [{ id: { in: ids } }] : []), ...(olderThan ? [{ id: { lt: olderThan } }] : [])];
  const { count } = await db.notification.updateMany({
    where: { readerId: scope.accountId, seenAt: null, ...(named.length > 0 ? { OR: named } : {}) },
    data: { seenAt: now },
  });
  return count;
}

/** @returns how many were marked as seen before. */
export async function markUnseen(scope: AccountScope, db: Db | Tx, { ids, seenAt }: MarkUnseen): Promise<number> {
  const named = ids ? { id: { in: ids }, seenAt: { not: null } } : { seenAt: seenAt ?? null };
  const { count } = await db.notification.updateMany({
    where: { readerId: scope.accountId, ...named },
    data: { seenAt: null },
  });
  return count;
}
