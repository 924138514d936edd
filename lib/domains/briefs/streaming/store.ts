import { hasLostCredential } from "@/lib/access/credential-store";
import { toArrayLiteral } from "@/lib/db/array-literal";
import type { Db } from "@/lib/db/client";

/** One who follows a brief's stream, and by which credential. */
export interface BriefWatcher {
  briefId: string;
  accountId: string;
  credentialId: string;
}

export interface BriefEventRow {
  seq: number;
  type: string;
  json: string;
}

/** The feed has no owner's scope: who may follow is asked by `findLostBriefWatchers`. */
export interface BriefFeedTarget {
  briefId: string;
}

export async function readBriefHead({ briefId }: BriefFeedTarget, db: Db): Promise<number> {
  return (await db.brief.findUnique({ where: { id: briefId }, select: { seq: true } }))?.seq ?? 0;
}

export async function readBriefEvents(
  { briefId }: BriefFeedTarget,
  db: Db,
  seq: number,
  limit: number,
): Promise<BriefEventRow[]> {
  const rows = await db.briefEvent.findMany({
    where: { briefId, seq: { gt: seq } },
    orderBy: { seq: "asc" },
    take: limit,
    select: { seq: true, type: true, payload: true },
  });
  return rows.map((row) => ({ seq: row.seq, type: row.type, json: JSON.stringify(row.payload) }));
}

/** Places of the watchers who may follow no longer: the brief, its version, their right to that, or their credential is gone. */
export async function findLostBriefWatchers(watchers: BriefWatcher[], db: Db, now: Date): Promise<number[]> {
  const briefIds = watchers.map((watcher) => watcher.briefId);
  const accountIds = watchers.map((watcher) => watcher.accountId);
  const credentialIds = watchers.map((watcher) => watcher.credentialId);
  const rows = await db.$queryRaw<{ place: number }[]>`
    SELECT w.place::int AS place
    FROM unnest(${toArrayLiteral(briefIds)}::uuid[], ${toArrayLiteral(accountIds)}::uuid[], ${toArrayLiteral(credentialIds)}::uuid[])
      WITH ORDINALITY AS w(brief_id, account_id, credential_id, place)
    WHERE NOT EXISTS (
      SELECT 1 FROM brief b
      JOIN version v ON v.id = b.version_id AND v.deleted_at IS NULL
      JOIN song s ON s.id = b.song_id AND s.deleted_at IS NULL
      JOIN project p ON p.id = s.project_id AND p.deleted_at IS NULL
      WHERE b.id = w.brief_id AND sees_version(w.account_id, v.id))
    OR ${hasLostCredential(now)}`;
  return rows.map((row) => row.place - 1);
}
