import type { AccountScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { LATE_COMMIT_MS } from "./schema";
import { buildWhere, JOINED, NOTICE, type NoticeRow } from "./store";

/** Whose news a digest tells, of (after, upTo]. */
export interface DigestWindow {
  scope: AccountScope;
  after: Date;
  upTo: Date;
}

const NEWS = {
  after: Prisma.sql`w.after - make_interval(secs => ${LATE_COMMIT_MS / 1000}::float8)`,
  upTo: Prisma.sql`w.up_to`,
  untoldBefore: Prisma.sql`w.up_to`,
  unseenOnly: true,
  mailedBy: "digest" as const,
};
const READER = Prisma.sql`w.reader_id`;

/** What each of these readers may open now of their window, newest first, `limit` at most each. */
export function listNews(
  db: Db | Tx,
  windows: readonly DigestWindow[],
  limit: number,
): Promise<(NoticeRow & { readerId: string })[]> {
  return db.$queryRaw<(NoticeRow & { readerId: string })[]>`
    SELECT w.reader_id AS "readerId", found.* FROM ${spread(windows)} CROSS JOIN LATERAL (
      SELECT ${NOTICE} ${JOINED} WHERE ${buildWhere(READER, NEWS)} ORDER BY n.id DESC LIMIT ${limit}
    ) found`;
}

/** How much from before its window each of these readers has not seen and may open now. */
export async function countOlder(db: Db | Tx, windows: readonly DigestWindow[]): Promise<Map<string, number>> {
  const filter = { unseenOnly: true, upTo: Prisma.sql`w.after` };
  const rows = await db.$queryRaw<{ readerId: string; count: bigint }[]>`
    SELECT w.reader_id AS "readerId", older.count FROM ${spread(windows)} CROSS JOIN LATERAL (
      SELECT count(*) AS count ${JOINED} WHERE ${buildWhere(READER, filter)}
    ) older`;
  return new Map(rows.map((row) => [row.readerId, Number(row.count)]));
}

function spread(windows: readonly DigestWindow[]): Prisma.Sql {
  return Prisma.sql`unnest(
    ${windows.map(({ scope }) => scope.accountId)}::uuid[],
    ${windows.map(({ after }) => after)}::timestamptz[],
    ${windows.map(({ upTo }) => upTo)}::timestamptz[]
  ) AS w(reader_id, after, up_to)`;
}

/** Notes of these notices that the digest whose window ends then tells of them. */
export async function markDigested(
  tx: Db | Tx,
  told: readonly { scope: AccountScope; ids: readonly string[]; upTo: Date }[],
): Promise<void> {
  const rows = told.flatMap(({ scope, ids, upTo }) => ids.map((id) => ({ readerId: scope.accountId, id, upTo })));
  await tx.$executeRaw`
    UPDATE notification n SET digested_at = t.up_to
    FROM unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ readerId }) => readerId)}::uuid[],
      ${rows.map(({ upTo }) => upTo)}::timestamptz[]
    ) AS t(id, reader_id, up_to)
    WHERE n.id = t.id AND n.reader_id = t.reader_id`;
}
