import type { ProjectScope, SongScope } from "@/lib/access/scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { DeedKind } from "./schema";

export interface DeedRow {
  id: string;
  kind: string;
  payload: Prisma.JsonValue;
  createdAt: Date;
  doerId: string | null;
  doerName: string | null;
  projectId: string;
  songId: string | null;
  songName: string | null;
  versionId: string | null;
  versionNumber: number | null;
  fileName: string | null;
  /** The thread's first comment, which carries the place in the sound. */
  threadId: string | null;
  body: string | null;
  startMs: number | null;
}

export interface NewDeed {
  doerId: string | null;
  kind: DeedKind;
  payload: Prisma.InputJsonObject;
  now: Date;
}

/** Notes it where the song is at this moment; a song that is not there has no deeds. */
export async function insertSongDeed(target: Pick<SongScope, "songId">, tx: Tx, deed: NewDeed): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO deed (id, project_id, song_id, doer_id, kind, payload, created_at)
    SELECT ${createId()}::uuid, s.project_id, s.id, ${deed.doerId}::uuid, ${deed.kind}, ${deed.payload}::jsonb, ${deed.now}
    FROM song s WHERE s.id = ${target.songId}::uuid`;
}

export async function insertProjectDeed(
  target: Pick<ProjectScope, "projectId">,
  tx: Tx,
  { now, ...deed }: NewDeed,
): Promise<void> {
  await tx.deed.createMany({ data: { ...deed, projectId: target.projectId, createdAt: now } });
}

/** What a deed `d` tells of. */
export const DEED_TARGETS = Prisma.sql`
  LEFT JOIN song s ON s.id = d.song_id
  LEFT JOIN version v ON v.id = (d.payload->>'versionId')::uuid
  LEFT JOIN attachment a ON a.id = (d.payload->>'attachmentId')::uuid
  LEFT JOIN brief b ON b.id = (d.payload->>'briefId')::uuid
  LEFT JOIN comment c ON c.id = (d.payload->>'commentId')::uuid
  LEFT JOIN comment thread ON thread.id = COALESCE(c.parent_id, c.id)
  LEFT JOIN version said_on ON said_on.id = thread.version_id`;

/** What it tells of is still there; of a song that moved away, the project it left tells nothing. */
export const DEED_READABLE = Prisma.sql`
  (d.song_id IS NULL OR s.deleted_at IS NULL)
  AND (d.payload->>'versionId' IS NULL OR (v.id IS NOT NULL AND v.deleted_at IS NULL))
  AND (d.payload->>'attachmentId' IS NULL OR (a.id IS NOT NULL AND a.deleted_at IS NULL))
  AND (d.payload->>'briefId' IS NULL OR b.id IS NOT NULL)
  AND (d.payload->>'commentId' IS NULL OR (c.deleted_at IS NULL AND thread.deleted_at IS NULL
    AND said_on.id IS NOT NULL AND said_on.deleted_at IS NULL))`;

/** Of a project that one has single songs of, these alone are told. */
function buildWhere(scope: ProjectScope | SongScope): Prisma.Sql {
  const seen = Prisma.sql`sees_version(${scope.accountId}::uuid, COALESCE(v.id, said_on.id))`;
  if ("songId" in scope) return Prisma.sql`d.song_id = ${scope.songId}::uuid AND ${seen}`;
  const { projectId, accountId, role } = scope;
  const own = Prisma.sql`EXISTS (SELECT 1 FROM membership m WHERE m.song_id = s.id AND m.account_id = ${accountId}::uuid)`;
  const open = role === null ? own : Prisma.sql`(d.song_id IS NULL OR s.project_id = d.project_id)`;
  return Prisma.sql`d.project_id = ${projectId}::uuid AND ${seen} AND ${open} AND (s.id IS NULL OR s.project_id = d.project_id)`;
}

/** As the database is asked for a page, newest first. */
export function buildDeeds(scope: ProjectScope | SongScope, page: { before: string | null; take: number }): Prisma.Sql {
  return Prisma.sql`
    SELECT d.id, d.kind, d.payload, d.created_at AS "createdAt", doer.id AS "doerId", doer.name AS "doerName",
      COALESCE(s.project_id, d.project_id) AS "projectId", s.id AS "songId", s.name AS "songName",
      COALESCE(v.id, said_on.id) AS "versionId", v.number AS "versionNumber", a.name AS "fileName",
      thread.id AS "threadId", c.body, thread.start_ms AS "startMs"
    FROM deed d LEFT JOIN account doer ON doer.id = d.doer_id ${DEED_TARGETS}
    WHERE ${buildWhere(scope)} AND ${DEED_READABLE}
      ${page.before === null ? Prisma.empty : Prisma.sql`AND d.id < ${page.before}::uuid`}
    ORDER BY d.id DESC LIMIT ${page.take}`;
}

/** What happened in a song or a project, newest first: only what the scope's person may see now. */
export function findDeeds(
  scope: ProjectScope | SongScope,
  db: Db | Tx,
  page: { before: string | null; take: number },
): Promise<DeedRow[]> {
  return db.$queryRaw<DeedRow[]>(buildDeeds(scope, page));
}
