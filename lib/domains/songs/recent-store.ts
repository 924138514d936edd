import type { AccountScope } from "@/lib/access/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { findSongItems, type SongItemRow } from "./store";

/**
 * The newest of each project that the person is a member of, and the songs they were given singly; the newest of these. An index
 * leads to each project's newest, so that a project of ten thousand songs costs as much as one of twenty.
 */
export function buildRecent(scope: AccountScope, take: number): Prisma.Sql {
  const { accountId } = scope;
  return Prisma.sql`
    SELECT recent.id FROM (
      SELECT newest.id, newest.updated_at FROM membership m
      JOIN project p ON p.id = m.project_id AND p.deleted_at IS NULL AND p.archived_at IS NULL
      CROSS JOIN LATERAL (
        SELECT s.id, s.updated_at FROM song s
        WHERE s.project_id = p.id AND s.deleted_at IS NULL AND s.archived_at IS NULL
        ORDER BY s.updated_at DESC, s.id DESC LIMIT ${take}
      ) newest
      WHERE m.account_id = ${accountId}::uuid
      UNION
      SELECT s.id, s.updated_at FROM membership m
      JOIN song s ON s.id = m.song_id AND s.deleted_at IS NULL AND s.archived_at IS NULL
      JOIN project p ON p.id = s.project_id AND p.deleted_at IS NULL AND p.archived_at IS NULL
      WHERE m.account_id = ${accountId}::uuid
    ) recent ORDER BY recent.updated_at DESC, recent.id DESC LIMIT ${take}`;
}

/** Songs of every project that the person may open, the one that changed last first, but for the archive. */
export async function findRecentSongs(scope: AccountScope, db: Db, take: number): Promise<SongItemRow[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(buildRecent(scope, take));
  return await findSongItems(
    scope,
    db,
    rows.map((row) => row.id),
  );
}
