import { hasLostCredential } from "@/lib/access/credential-store";
import type { SongScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { toArrayLiteral } from "@/lib/db/array-literal";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { SongEventType } from "./schema";

/** The song whose event it is; who may cause it was decided by the command. */
export type EventTarget = Pick<SongScope, "songId">;

export interface SongEventRow {
  seq: number;
  type: string;
  payload: Prisma.JsonValue;
}

/** One who follows a song's stream, and by which credential. */
export interface StreamWatcher {
  songId: string;
  accountId: string;
  credentialId: string;
  /** Hears of every version. */
  seesAll: boolean;
}

/**
 * Takes the song's next number. The row stays locked until the transaction ends, so that numbers appear in the order of
 * commits and without holes. Null when there is no such song.
 */
export async function takeEventSeq(
  target: EventTarget,
  tx: Tx,
  isChange: boolean,
  now: Date,
): Promise<{ eventSeq: number; projectId: string } | null> {
  const rows = await tx.$queryRaw<{ eventSeq: number; projectId: string }[]>`
    UPDATE song SET event_seq = event_seq + 1,
      updated_at = CASE WHEN ${isChange} THEN GREATEST(updated_at, ${now}::timestamptz) ELSE updated_at END
    WHERE id = ${target.songId}::uuid RETURNING event_seq AS "eventSeq", project_id AS "projectId"`;
  return rows[0] ?? null;
}

export async function insertEvent(
  target: EventTarget,
  tx: Tx,
  event: { seq: number; type: SongEventType; payload: object },
  now: Date,
): Promise<void> {
  const payload = event.payload as Prisma.InputJsonObject;
  await tx.songEvent.createMany({ data: { songId: target.songId, createdAt: now, ...event, payload } });
}

/** Tells every process at commit that there may be something of these songs or projects. */
export async function notifyFollowers(ids: string[], tx: Tx, channel: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${channel}, id) FROM unnest(${ids}::text[]) AS id`;
}

export async function readEventHead(target: EventTarget, db: Db): Promise<number> {
  const song = await db.song.findUnique({ where: { id: target.songId }, select: { eventSeq: true } });
  return song?.eventSeq ?? 0;
}

export function readEventsAfter(target: EventTarget, db: Db, seq: number, limit: number): Promise<SongEventRow[]> {
  return db.songEvent.findMany({
    where: { songId: target.songId, seq: { gt: seq } },
    orderBy: { seq: "asc" },
    take: limit,
    select: { seq: true, type: true, payload: true },
  });
}

export async function removeEventsBefore(_scope: SystemScope, db: Db, before: Date): Promise<number> {
  const { count } = await db.songEvent.deleteMany({ where: { createdAt: { lt: before } } });
  return count;
}

/**
 * Places of the watchers who may follow no longer: their membership, their credential or the project is gone. A deleted
 * song's followers stay, to hear of it.
 */
export async function findLostWatchers(watchers: StreamWatcher[], db: Db, now: Date): Promise<number[]> {
  const songIds = watchers.map((watcher) => watcher.songId);
  const accountIds = watchers.map((watcher) => watcher.accountId);
  const credentialIds = watchers.map((watcher) => watcher.credentialId);
  const seeAll = watchers.map((watcher) => watcher.seesAll);
  const rows = await db.$queryRaw<{ place: number }[]>`
    SELECT w.place::int AS place
    FROM unnest(${toArrayLiteral(songIds)}::uuid[], ${toArrayLiteral(accountIds)}::uuid[], ${toArrayLiteral(credentialIds)}::uuid[], ${toArrayLiteral(seeAll)}::boolean[])
      WITH ORDINALITY AS w(song_id, account_id, credential_id, sees_all, place)
    WHERE NOT EXISTS (
      SELECT 1 FROM song s JOIN project p ON p.id = s.project_id AND p.deleted_at IS NULL
      WHERE s.id = w.song_id AND (
        EXISTS (SELECT 1 FROM membership m WHERE m.account_id = w.account_id AND m.song_id = s.id
          AND (NOT w.sees_all OR m.can_see_versions OR m.role >= 'editor'))
        OR EXISTS (SELECT 1 FROM membership m WHERE m.account_id = w.account_id AND m.project_id = p.id
          AND (NOT w.sees_all OR m.can_see_versions OR m.role >= 'editor'))))
    OR ${hasLostCredential(now)}`;
  return rows.map((row) => row.place - 1);
}
