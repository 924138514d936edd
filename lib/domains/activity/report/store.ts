import type { AccountScope } from "@/lib/access/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { DEED_READABLE, DEED_TARGETS } from "../deeds/store";

interface Counted {
  period: number;
  songId: string;
  songName: string;
  projectName: string;
  personId: string | null;
  personName: string | null;
  isGuest: boolean | null;
  times: number;
}
export type DeedCount = Counted & { kind: string };
/** `isVisitor`: it came by a link. */
export type PlayCount = Counted & { isVisitor: boolean };

interface Which {
  /** Null for everything that the person may open. */
  projectId: string | null;
  /** Where each period begins, and where the last one ends. */
  bounds: Date[];
}

/** The songs that the person may open, and what their shares of each give together. */
function openSongs({ accountId }: AccountScope, { projectId }: Which): Prisma.Sql {
  const only = projectId === null ? Prisma.empty : Prisma.sql`AND o.project_id = ${projectId}::uuid`;
  return Prisma.sql`
    open AS (
      SELECT o.id, o.name, p.name AS project_name, bool_or(m.role >= 'editor') AS is_editor,
        bool_or(m.role >= 'editor' OR m.can_see_versions) AS sees_all
      FROM membership m JOIN song o ON m.project_id = o.project_id OR m.song_id = o.id
      JOIN project p ON p.id = o.project_id
      WHERE m.account_id = ${accountId}::uuid AND o.deleted_at IS NULL AND p.deleted_at IS NULL ${only}
      GROUP BY o.id, p.id)`;
}

function readBounds({ bounds }: Which): { list: Prisma.Sql; first: Date; last: Date } {
  const list = Prisma.sql`${bounds.map((bound) => bound.toISOString())}::timestamptz[]`;
  return { list, first: bounds[0] ?? new Date(0), last: bounds.at(-1) ?? new Date(0) };
}

const SONG = Prisma.sql`open.id AS "songId", open.name AS "songName", open.project_name AS "projectName"`;

/** How often each of these deeds was done, of what the person may see now, by period, song and doer. */
export function countDeeds(scope: AccountScope, db: Db, which: Which, kinds: readonly string[]): Promise<DeedCount[]> {
  const { list, first, last } = readBounds(which);
  return db.$queryRaw<DeedCount[]>`
    WITH ${openSongs(scope, which)}, counted AS (
      SELECT width_bucket(d.created_at, ${list}) - 1 AS period, d.song_id, d.doer_id, d.kind, count(*)::int AS times
      FROM open JOIN deed d ON d.song_id = open.id ${DEED_TARGETS}
      WHERE d.kind = ANY(${[...kinds]}) AND d.created_at >= ${first} AND d.created_at < ${last} AND ${DEED_READABLE}
        AND (open.sees_all OR sees_version(${scope.accountId}::uuid, COALESCE(v.id, said_on.id)))
      GROUP BY 1, 2, 3, 4)
    SELECT counted.period, ${SONG}, doer.id AS "personId", doer.name AS "personName", doer.is_guest AS "isGuest",
      counted.kind, counted.times
    FROM counted JOIN open ON open.id = counted.song_id LEFT JOIN account doer ON doer.id = counted.doer_id
    ORDER BY counted.period, open.name, open.id, doer.name, doer.id, counted.kind`;
}

/** How often versions were listened to; of songs that the person does not edit, by themselves. */
export function countPlays(scope: AccountScope, db: Db, which: Which): Promise<PlayCount[]> {
  const { list, first, last } = readBounds(which);
  const reader = Prisma.sql`${scope.accountId}::uuid`;
  return db.$queryRaw<PlayCount[]>`
    WITH ${openSongs(scope, which)}, counted AS (
      SELECT width_bucket(p.created_at, ${list}) - 1 AS period, v.song_id, COALESCE(p.listener_id, g.account_id) AS who,
        p.guest_id IS NOT NULL AS is_visitor, count(*)::int AS times
      FROM open JOIN version v ON v.song_id = open.id AND v.deleted_at IS NULL
      JOIN play p ON p.version_id = v.id LEFT JOIN link_guest g ON g.id = p.guest_id
      WHERE p.created_at >= ${first} AND p.created_at < ${last} AND (open.is_editor OR p.listener_id = ${reader})
        AND (open.sees_all OR sees_version(${reader}, v.id))
      GROUP BY 1, 2, 3, 4)
    SELECT counted.period, ${SONG}, a.id AS "personId", a.name AS "personName", a.is_guest AS "isGuest",
      counted.is_visitor AS "isVisitor", counted.times
    FROM counted JOIN open ON open.id = counted.song_id LEFT JOIN account a ON a.id = counted.who
    ORDER BY counted.period, open.name, open.id, a.name, a.id`;
}

/** Whether there are songs among them that the person does not edit. */
export async function hasOthersSongs(scope: AccountScope, db: Db, which: Which): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    WITH ${openSongs(scope, which)} SELECT 1 FROM open WHERE NOT is_editor LIMIT 1`;
  return rows.length > 0;
}
