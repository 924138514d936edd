import type { AccountScope, ProjectScope } from "@/lib/access/scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

/** What the owner allowed. */
export interface ConsentRow {
  aiConsentAt: Date | null;
  aiConsentHost: string | null;
  aiConsentSound: boolean;
  aiConsentNotes: boolean;
}

export interface ProjectRow extends ConsentRow {
  id: string;
  name: string;
  description: string;
  coverId: string | null;
  createdAt: Date;
  archivedAt: Date | null;
  owner: { id: string; name: string; deletedAt: Date | null };
  offeredTo: { id: string; name: string } | null;
  memberships: { role: "listener" | "commenter" | "editor" | "owner" }[];
}

function selectFor(scope: AccountScope) {
  const own = { accountId: scope.accountId };
  return {
    id: true,
    name: true,
    description: true,
    coverId: true,
    createdAt: true,
    archivedAt: true,
    aiConsentAt: true,
    aiConsentHost: true,
    aiConsentSound: true,
    aiConsentNotes: true,
    owner: { select: { id: true, name: true, deletedAt: true } },
    offeredTo: { select: { id: true, name: true } },
    memberships: { where: own, select: { role: true } },
  } as const;
}

/** As the database is asked for the ids of a page: by the person's own memberships, never by all songs. */
export function buildProjectIds(
  { accountId }: AccountScope,
  page: { before: string | null; take: number; isArchived: boolean },
): Prisma.Sql {
  return Prisma.sql`
    SELECT p.id FROM (
      SELECT m.project_id AS id FROM membership m WHERE m.account_id = ${accountId}::uuid AND m.project_id IS NOT NULL
      UNION
      SELECT s.project_id FROM membership m JOIN song s ON s.id = m.song_id AND s.deleted_at IS NULL
      WHERE m.account_id = ${accountId}::uuid
    ) own JOIN project p ON p.id = own.id
    WHERE p.deleted_at IS NULL AND (p.archived_at IS NOT NULL) = ${page.isArchived}
      ${page.before === null ? Prisma.empty : Prisma.sql`AND p.id < ${page.before}::uuid`}
    ORDER BY p.id DESC LIMIT ${page.take}`;
}

/** Living projects that a person is a member of, or has songs of; newest first. In the archive, or not. */
export async function findProjects(
  scope: AccountScope,
  db: Db | Tx,
  page: { before: string | null; take: number; isArchived: boolean },
): Promise<ProjectRow[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(buildProjectIds(scope, page));
  return await db.project.findMany({
    where: { id: { in: rows.map((row) => row.id) } },
    orderBy: { id: "desc" },
    select: selectFor(scope),
  });
}

export function findProject(scope: AccountScope, db: Db | Tx, projectId: string): Promise<ProjectRow | null> {
  return db.project.findFirst({ where: { id: projectId, deletedAt: null }, select: selectFor(scope) });
}

export interface SongCounts {
  projectId: string;
  /** Without those in the archive. */
  inSight: number;
  archived: number;
}

/** Counts within these projects alone; as a part of a list's own query, the songs of every project would be gathered. */
export function buildSongCounts({ accountId }: AccountScope, projectIds: string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT s.project_id AS "projectId", (count(*) FILTER (WHERE s.archived_at IS NULL))::int AS "inSight",
      (count(*) FILTER (WHERE s.archived_at IS NOT NULL))::int AS archived
    FROM song s WHERE s.project_id = ANY (${projectIds}::uuid[]) AND s.deleted_at IS NULL
      AND (s.project_id IN (SELECT m.project_id FROM membership m WHERE m.account_id = ${accountId}::uuid)
        OR s.id IN (SELECT m.song_id FROM membership m WHERE m.account_id = ${accountId}::uuid))
    GROUP BY s.project_id`;
}

/** How many songs of each project the person may open. */
export async function countSongs(
  scope: AccountScope,
  db: Db | Tx,
  projectIds: string[],
): Promise<Map<string, SongCounts>> {
  const rows = await db.$queryRaw<SongCounts[]>(buildSongCounts(scope, projectIds));
  return new Map(rows.map((row) => [row.projectId, row]));
}

/** Makes a project and its maker's membership as owner. */
export async function insertProject(scope: AccountScope, tx: Tx, project: { id: string; name: string }, now: Date) {
  const { accountId } = scope;
  await tx.project.createMany({ data: { ...project, ownerId: accountId, createdAt: now } });
  const membership = { id: createId(), accountId, projectId: project.id, role: "owner", createdAt: now } as const;
  await tx.membership.createMany({ data: membership });
}

/** False when it was deleted meanwhile. */
export async function updateProjectRow(
  scope: ProjectScope,
  db: Db | Tx,
  change: Partial<Pick<ProjectRow, "name" | "description" | "coverId" | "archivedAt"> & ConsentRow> & {
    deletedAt?: Date;
  },
): Promise<boolean> {
  const { count } = await db.project.updateMany({ where: { id: scope.projectId, deletedAt: null }, data: change });
  return count > 0;
}

/** A project as it is, which nobody else changes until the transaction ends. Null when it was deleted meanwhile. */
export async function lockProject(scope: ProjectScope, tx: Tx) {
  await tx.$queryRaw`SELECT 1 AS locked FROM project WHERE id = ${scope.projectId}::uuid FOR NO KEY UPDATE`;
  return await tx.project.findFirst({
    where: { id: scope.projectId, deletedAt: null },
    select: { name: true, description: true, archivedAt: true, coverId: true },
  });
}
