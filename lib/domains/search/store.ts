import type { AccountScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import {
  type Candidate,
  type EntryKind,
  isOneLetter,
  isWide,
  type Reach,
  type Sought,
  type WordChoice,
  writeNearQuery,
  writeWordQuery,
} from "./rules";
import { MAX_HITS } from "./schema";

export interface EntryRow extends Candidate {
  /** Null for a project, and for a tag of the vocabulary. */
  title: string | null;
  body: string;
  projectId: string;
  projectName: string;
  songId: string | null;
  songName: string | null;
  versionId: string | null;
  versionNumber: number | null;
  /** The first comment of the thread, which carries the place in the sound. */
  threadId: string | null;
  startMs: number | null;
  tagName: string | null;
  createdAt: Date;
}

/** How much of a group is looked at to find its best. */
const CANDIDATES = 60;
/** How many of the newest are looked at before all are. */
const LOOKED_AT = 4_000;
const NEWEST = Prisma.sql`e.id DESC`;
/** A text as the database compares it. */
export async function foldQuery(_scope: AccountScope, db: Db, query: string): Promise<Sought> {
  const rows = await db.$queryRaw<Sought[]>`
    SELECT f.folded, search_parts(f.folded) AS parts FROM (SELECT search_fold(${query}) AS folded OFFSET 0) AS f`;
  return rows[0] ?? { folded: "", parts: [] };
}

/** Living projects and single songs that a person may open at this moment. */
export async function findReach(scope: AccountScope, db: Db): Promise<Reach> {
  const rows = await db.$queryRaw<{ projectId: string; songId: string | null }[]>`
    SELECT p.id AS "projectId", s.id AS "songId"
    FROM membership m
    LEFT JOIN song s ON s.id = m.song_id AND s.deleted_at IS NULL
    JOIN project p ON p.id = COALESCE(m.project_id, s.project_id) AND p.deleted_at IS NULL
    WHERE m.account_id = ${scope.accountId}::uuid`;
  const projectIds = rows.flatMap((row) => (row.songId === null ? [row.projectId] : []));
  const whole = new Set(projectIds);
  const songs = rows.flatMap(({ songId, projectId }) =>
    songId === null || whole.has(projectId) ? [] : [{ id: songId, projectId }],
  );
  return { projectIds, songs };
}

const LIVING_SONG = Prisma.sql`LEFT JOIN song s ON s.id = e.song_id AND s.deleted_at IS NULL`;
/** What each kind's rows show; null where it is in the trash, or in something that is. */
const JOINS: Record<EntryKind, Prisma.Sql> = {
  project: Prisma.empty,
  song: LIVING_SONG,
  version: Prisma.sql`${LIVING_SONG} LEFT JOIN version v ON v.id = e.id AND v.deleted_at IS NULL`,
  // Songs are looked for by the tags of their current version: the chosen one, else the newest.
  tag: Prisma.sql`${LIVING_SONG}
    LEFT JOIN tag t ON t.id = e.id AND t.state = 'accepted'
    LEFT JOIN version v ON v.id = t.version_id AND v.deleted_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM version other WHERE other.song_id = v.song_id AND other.deleted_at IS NULL
        AND (other.id IS NOT DISTINCT FROM s.current_version_id, other.number)
          > (v.id IS NOT DISTINCT FROM s.current_version_id, v.number))`,
  comment: Prisma.sql`${LIVING_SONG}
    LEFT JOIN comment c ON c.id = e.id AND c.deleted_at IS NULL
    LEFT JOIN comment thread ON thread.id = COALESCE(c.parent_id, c.id) AND thread.deleted_at IS NULL
    LEFT JOIN version v ON v.id = c.version_id AND v.deleted_at IS NULL
    LEFT JOIN account doer ON doer.id = c.author_id`,
};
const IS_LIVING: Record<EntryKind, Prisma.Sql> = {
  project: Prisma.sql`true`,
  song: Prisma.sql`s.id IS NOT NULL`,
  version: Prisma.sql`s.id IS NOT NULL AND v.id IS NOT NULL`,
  tag: Prisma.sql`s.id IS NOT NULL AND v.id IS NOT NULL`,
  comment: Prisma.sql`s.id IS NOT NULL AND v.id IS NOT NULL AND thread.id IS NOT NULL`,
};

const NO_VERSION = Prisma.sql`NULL::uuid AS "versionId", NULL::int AS "versionNumber"`;
const VERSION = Prisma.sql`v.id AS "versionId", v.number AS "versionNumber"`;
const NO_COMMENT = Prisma.sql`NULL::uuid AS "threadId", NULL::int AS "startMs"`;
const COLUMNS: Record<EntryKind, Prisma.Sql> = {
  project: Prisma.sql`NULL AS "songName", NULL AS title, '' AS body, NULL AS "tagName", ${NO_VERSION}, ${NO_COMMENT}`,
  song: Prisma.sql`s.name AS "songName", s.name AS title, '' AS body, NULL AS "tagName", ${NO_VERSION}, ${NO_COMMENT}`,
  version: Prisma.sql`s.name AS "songName", v.file_name AS title, v.note AS body, NULL AS "tagName", ${VERSION}, ${NO_COMMENT}`,
  tag: Prisma.sql`s.name AS "songName", t.label AS title, '' AS body, t.name AS "tagName", ${VERSION}, ${NO_COMMENT}`,
  comment: Prisma.sql`s.name AS "songName", doer.name AS title, c.body, NULL AS "tagName", ${VERSION},
    thread.id AS "threadId", thread.start_ms AS "startMs"`,
};
const TIMES: Record<EntryKind, Prisma.Sql> = {
  project: Prisma.sql`p.created_at`,
  song: Prisma.sql`s.created_at`,
  version: Prisma.sql`v.created_at`,
  tag: Prisma.sql`t.created_at`,
  comment: Prisma.sql`c.created_at`,
};

function isReached(kind: EntryKind, { projectIds, songs }: Reach): Prisma.Sql {
  const seen = kind === "project" ? [...projectIds, ...songs.map((song) => song.projectId)] : projectIds;
  if (kind === "project" || songs.length === 0) return Prisma.sql`e.project_id = ANY (${seen}::uuid[])`;
  const ids = songs.map((song) => song.id);
  return Prisma.sql`(e.project_id = ANY (${seen}::uuid[]) OR e.song_id = ANY (${ids}::uuid[]))`;
}

export interface Wanted {
  kind: EntryKind;
  scope: AccountScope;
  reach: Reach;
  /** Of a tag also what has all of these words, whole. */
  others?: string[][];
}

/** Earlier versions, and what was said of them, are for those whose share includes them. */
function isSeen(kind: EntryKind, scope: AccountScope): Prisma.Sql {
  const isOfVersion = kind === "version" || kind === "comment";
  return isOfVersion ? Prisma.sql`sees_version(${scope.accountId}::uuid, v.id)` : Prisma.sql`true`;
}

/** The rows of candidates. These are few, so that what they show is looked up for them alone. */
function describe({ kind, scope }: Wanted, picked: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT e.id, e.folded, e.project_id AS "projectId", e.song_id AS "songId", p.name AS "projectName",
      COALESCE(e.author_id = ${scope.accountId}::uuid, false) AS "isOwn", e.likeness,
      ${IS_LIVING[kind]} AND ${isSeen(kind, scope)} AS "isLiving", ${TIMES[kind]} AS "createdAt", ${COLUMNS[kind]}
    FROM (${picked}) AS e JOIN project p ON p.id = e.project_id ${JOINS[kind]}`;
}

/** What begins with the text, and what has all its words: of each the first. Null when there is no word to look for. */
export function buildByWords(wanted: Wanted, sought: Sought, take: number): Prisma.Sql | null {
  const { kind, reach, others } = wanted;
  const words = writeWordQuery(kind, sought, reach, others);
  if (words === null) return null;
  const byWords = Prisma.sql`(SELECT e.*, 0::float8 AS likeness FROM (${pickNewest(wanted, words, take)}) AS e)`;
  if (kind === "comment") return describe(wanted, byWords);
  const name = Prisma.sql`(left(e.folded, 200)) COLLATE "C"`;
  const begins = Prisma.sql`e.kind = ${kind}::search_kind AND e.kind <> 'comment' AND ${isReached(kind, reach)}
    AND ${name} LIKE ${`${sought.folded.slice(0, 200)}%`}`;
  const byBeginning = Prisma.sql`
    (SELECT e.*, 0::float8 AS likeness FROM search_entry e WHERE ${begins} ORDER BY ${name}, e.id DESC LIMIT ${take})`;
  if (isOneLetter(sought)) return describe(wanted, byBeginning);
  return describe(wanted, Prisma.sql`${byBeginning} UNION ALL ${byWords}`);
}

/** Of what has words that are nearly those typed, the newest; how like it is to the text tells their order. */
export function buildByNearWords(
  wanted: Wanted,
  folded: string,
  choices: WordChoice[],
  take: number,
): Prisma.Sql | null {
  const { kind, reach } = wanted;
  const words = writeNearQuery(kind, choices, reach);
  if (words === null) return null;
  const likeness = Prisma.sql`GREATEST(word_similarity(${folded}, e.folded)::float8, 0.001)`;
  return describe(
    wanted,
    Prisma.sql`SELECT e.*, ${likeness} AS likeness FROM (${pickNewest(wanted, words, take)}) AS e ORDER BY likeness DESC, ${NEWEST}`,
  );
}

/**
 * The newest that have the words. A word that half of all names have would be gathered whole and sorted, so the newest things
 * are looked at first: only when these are too few, an index is asked for all. For comments the planner chooses so by itself.
 */
function pickNewest({ kind, reach }: Wanted, words: string, take: number): Prisma.Sql {
  const hasWords = Prisma.sql`e.words @@ ${words}::tsquery AND ${isReached(kind, reach)}`;
  const pick = (condition: Prisma.Sql) =>
    Prisma.sql`SELECT * FROM search_entry e WHERE ${condition} ORDER BY ${NEWEST} LIMIT ${take}`;
  if (kind === "comment") return pick(Prisma.sql`e.kind = 'comment' AND ${hasWords}`);
  // A word names its kind; to say it twice would make the planner think that there are fewer than there are.
  const all = pick(Prisma.sql`e.kind <> 'comment' AND ${hasWords}`);
  if (!isWide(reach)) return all;
  const newest = Prisma.sql`SELECT * FROM search_entry e WHERE e.kind = ${kind}::search_kind ORDER BY ${NEWEST} LIMIT ${LOOKED_AT}`;
  return Prisma.sql`
    WITH newest AS MATERIALIZED (SELECT * FROM (${newest}) AS e WHERE ${hasWords} LIMIT ${take})
    (SELECT * FROM newest WHERE (SELECT count(*) FROM newest) >= ${take}
    UNION ALL SELECT * FROM (${all}) AS e WHERE (SELECT count(*) FROM newest) < ${take}) LIMIT ${take}`;
}

export function findByWords(wanted: Wanted, db: Db, sought: Sought): Promise<EntryRow[]> {
  return findLiving(db, (take) => buildByWords(wanted, sought, take));
}

export function findByNearWords(wanted: Wanted, tx: Tx, folded: string, choices: WordChoice[]): Promise<EntryRow[]> {
  return findLiving(tx, (take) => buildByNearWords(wanted, folded, choices, take));
}

/** Takes more for as long as what is in the trash crowds out what lives. */
async function findLiving(db: Db | Tx, build: (take: number) => Prisma.Sql | null): Promise<EntryRow[]> {
  for (let take = CANDIDATES; ; take *= 8) {
    const query = build(take);
    if (!query) return [];
    const rows = await db.$queryRaw<(EntryRow & { isLiving: boolean })[]>(query);
    const living = rows.filter((row) => row.isLiving);
    if (living.length > MAX_HITS || rows.length < take) return living;
  }
}
