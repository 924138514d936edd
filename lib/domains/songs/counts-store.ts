import type { AccountScope, ProjectScope } from "@/lib/access/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

interface SongCounts {
  id: string;
  versionCount: number;
  /** The highest number of a living version. */
  newestNumber: number | null;
  openCommentCount: number;
}

/**
 * Counts within these songs alone. Counted as a part of a list's own query, the versions and comments of every project would be
 * gathered for each page.
 */
export function buildCounts(songIds: string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT s.id,
      (SELECT count(*) FROM version v WHERE v.song_id = s.id AND v.deleted_at IS NULL)::int AS "versionCount",
      (SELECT max(number) FROM version v WHERE v.song_id = s.id AND v.deleted_at IS NULL) AS "newestNumber",
      (SELECT count(*) FROM comment c JOIN version v ON v.id = c.version_id AND v.deleted_at IS NULL
        WHERE c.song_id = s.id AND c.deleted_at IS NULL AND c.parent_id IS NULL AND c.resolved_at IS NULL
      )::int AS "openCommentCount"
    FROM unnest(${songIds}::uuid[]) AS s(id)`;
}

/** How many versions and open comments each of some songs has, which the scope's person may read. */
export async function findCounts(
  _scope: AccountScope | ProjectScope,
  db: Db,
  songIds: string[],
): Promise<Map<string, SongCounts>> {
  const rows = await db.$queryRaw<SongCounts[]>(buildCounts(songIds));
  return new Map(rows.map((row) => [row.id, row]));
}
