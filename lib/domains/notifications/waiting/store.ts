import type { AccountScope } from "@/lib/access/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { WaitingItem } from "./schema";

export interface WaitingRow {
  kind: WaitingItem["kind"];
  projectId: string;
  projectName: string;
  songId: string;
  songName: string;
  versionId: string;
  versionNumber: number;
  count: number;
  doerId: string | null;
  doerName: string | null;
  body: string | null;
  threadId: string | null;
  startMs: number | null;
  message: string | null;
  since: Date;
}

/** So many of the newest are looked at; what is older waits where it is, in its song. */
const NEWEST_NOTICES = 200;
const NEWEST_TAKES = 200;

/** The song is there, in no archive, and the person is at least this in it. */
function openTo(accountId: string, roles: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    s.deleted_at IS NULL AND s.archived_at IS NULL AND p.deleted_at IS NULL AND p.archived_at IS NULL
    AND EXISTS (SELECT 1 FROM membership m WHERE m.account_id = ${accountId}::uuid AND m.role IN (${roles})
      AND (m.project_id = p.id OR m.song_id = s.id))`;
}

const MAY_SPEAK = Prisma.sql`'commenter', 'editor', 'owner'`;
const MAY_EDIT = Prisma.sql`'editor', 'owner'`;

/**
 * Open threads, on the person's own take or in which they spoke, where somebody else has the last word; a line a song. Found by
 * what they were told of, so that the threads of others are not read.
 */
export function buildThreads({ accountId }: AccountScope, since: Date, take: number): Prisma.Sql {
  return Prisma.sql`
    WITH told AS (
      SELECT (n.payload->>'commentId')::uuid AS comment_id FROM notification n
      WHERE n.reader_id = ${accountId}::uuid AND n.kind IN ('comment.created', 'comment.replied', 'comment.mentioned')
        AND n.created_at > ${since} ORDER BY n.created_at DESC LIMIT ${NEWEST_NOTICES}
    ), thread AS MATERIALIZED (
      SELECT DISTINCT t.id, t.song_id, t.version_id, t.start_ms, t.author_id, t.body, t.created_at FROM told
      JOIN comment c ON c.id = told.comment_id AND c.deleted_at IS NULL
      JOIN comment t ON t.id = COALESCE(c.parent_id, c.id) AND t.deleted_at IS NULL AND t.resolved_at IS NULL
    ), reply AS MATERIALIZED (
      SELECT r.id, r.parent_id, r.body, r.created_at, r.author_id FROM comment r
      WHERE r.parent_id = ANY (ARRAY(SELECT id FROM thread)) AND r.deleted_at IS NULL
    ), waits AS (
      SELECT thread.id, thread.song_id, thread.version_id, thread.start_ms, v.number, s.name AS song_name, p.id AS project_id, p.name AS project_name,
        word.body, word.created_at AS said_at, word.author_id AS doer_id,
        count(*) OVER song AS threads, row_number() OVER (song ORDER BY word.created_at DESC, thread.id DESC) AS place
      FROM thread
      JOIN version v ON v.id = thread.version_id AND v.deleted_at IS NULL
      JOIN song s ON s.id = thread.song_id
      JOIN project p ON p.id = s.project_id
      JOIN (
        SELECT DISTINCT ON (said.thread_id) said.* FROM (
          SELECT reply.parent_id AS thread_id, reply.id, reply.body, reply.created_at, reply.author_id FROM reply
          UNION ALL SELECT thread.id, thread.id, thread.body, thread.created_at, thread.author_id FROM thread
        ) said ORDER BY said.thread_id, said.created_at DESC, said.id DESC
      ) word ON word.thread_id = thread.id
      WHERE word.author_id <> ${accountId}::uuid AND ${openTo(accountId, MAY_SPEAK)} AND sees_version(${accountId}::uuid, v.id)
        AND (v.created_by_id = ${accountId}::uuid OR thread.author_id = ${accountId}::uuid OR EXISTS (
          SELECT 1 FROM reply own WHERE own.parent_id = thread.id AND own.author_id = ${accountId}::uuid))
      WINDOW song AS (PARTITION BY thread.song_id)
    )
    SELECT 'thread' AS kind, w.project_id AS "projectId", w.project_name AS "projectName", w.song_id AS "songId",
      w.song_name AS "songName", w.version_id AS "versionId", w.number AS "versionNumber", w.threads::int AS count,
      doer.id AS "doerId", doer.name AS "doerName", w.body, w.id AS "threadId", w.start_ms AS "startMs",
      NULL AS message, w.said_at AS since
    FROM waits w LEFT JOIN account doer ON doer.id = w.doer_id
    WHERE w.place = 1 ORDER BY w.said_at DESC LIMIT ${take}`;
}

/** Of the person's own takes, each the newest of its song: those that could not be measured, and those with tags to decide on. */
export function buildOwnTakes({ accountId }: AccountScope, since: Date, take: number): Prisma.Sql {
  return Prisma.sql`
    WITH own AS (
      SELECT v.id, v.song_id, v.number FROM version v
      WHERE v.created_by_id = ${accountId}::uuid AND v.deleted_at IS NULL AND v.created_at > ${since}
      ORDER BY v.id DESC LIMIT ${NEWEST_TAKES}
    ), waits AS (
      SELECT own.*, s.name AS song_name, p.id AS project_id, p.name AS project_name,
        last.state, last.message, last.finished_at, tags.count, tags.since
      FROM own
      JOIN song s ON s.id = own.song_id
      JOIN project p ON p.id = s.project_id
      CROSS JOIN LATERAL (
        SELECT a.state, a.message, COALESCE(a.finished_at, a.created_at) AS finished_at FROM analysis a
        WHERE a.version_id = own.id ORDER BY a.created_at DESC, a.id DESC LIMIT 1
      ) last
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS count, max(t.created_at) AS since FROM tag t
        WHERE t.version_id = own.id AND t.state = 'suggested'
      ) tags
      WHERE ${openTo(accountId, MAY_EDIT)} AND NOT EXISTS (
        SELECT 1 FROM version newer
        WHERE newer.song_id = own.song_id AND newer.number > own.number AND newer.deleted_at IS NULL)
        AND (last.state = 'failed' OR tags.count > 0)
    )
    SELECT CASE WHEN w.state = 'failed' THEN 'failed' ELSE 'suggested' END AS kind, w.project_id AS "projectId",
      w.project_name AS "projectName", w.song_id AS "songId", w.song_name AS "songName", w.id AS "versionId",
      w.number AS "versionNumber", CASE WHEN w.state = 'failed' THEN 1 ELSE w.count END AS count,
      NULL::uuid AS "doerId", NULL AS "doerName", NULL AS body, NULL::uuid AS "threadId", NULL::int AS "startMs",
      CASE WHEN w.state = 'failed' THEN w.message END AS message,
      CASE WHEN w.state = 'failed' THEN w.finished_at ELSE w.since END AS since
    FROM waits w ORDER BY kind, since DESC LIMIT ${take}`;
}

export async function findWaiting(scope: AccountScope, db: Db, since: Date, take: number): Promise<WaitingRow[]> {
  const [threads, takes] = await Promise.all([
    db.$queryRaw<WaitingRow[]>(buildThreads(scope, since, take)),
    db.$queryRaw<WaitingRow[]>(buildOwnTakes(scope, since, take)),
  ]);
  return [...threads, ...takes];
}
