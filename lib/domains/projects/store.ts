import type { AccountScope, ProjectScope } from "@/lib/access/scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";

/** What the owner allowed. */
export interface ConsentRow {
  aiConsentAt: Date | null;
  aiConsentHost: string | null;
  aiConsentSound: boolean;
}

export interface ProjectRow extends ConsentRow {
  id: string;
  name: string;
  description: string;
  coverId: string | null;
  createdAt: Date;
  archivedAt: Date | null;
  memberships: { role: "listener" | "commenter" | "editor" | "owner" }[];
  _count: { songs: number };
  /** Songs that were given singly. The archive is not counted. */
  songs: { id: string }[];
}

const IN_SIGHT = { deletedAt: null, archivedAt: null };

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
    memberships: { where: own, select: { role: true } },
    _count: { select: { songs: { where: IN_SIGHT } } },
    songs: { where: { ...IN_SIGHT, memberships: { some: own } }, select: { id: true } },
  } as const;
}

/** Living projects that a person is a member of, or has songs of; newest first. In the archive, or not. */
export function findProjects(
  scope: AccountScope,
  db: Db | Tx,
  page: { before: string | null; take: number; isArchived: boolean },
): Promise<ProjectRow[]> {
  const own = { accountId: scope.accountId };
  return db.project.findMany({
    where: {
      deletedAt: null,
      archivedAt: page.isArchived ? { not: null } : null,
      ...(page.before ? { id: { lt: page.before } } : {}),
      OR: [{ memberships: { some: own } }, { songs: { some: { deletedAt: null, memberships: { some: own } } } }],
    },
    orderBy: { id: "desc" },
    take: page.take,
    select: selectFor(scope),
  });
}

export function findProject(scope: AccountScope, db: Db | Tx, projectId: string): Promise<ProjectRow | null> {
  return db.project.findFirst({ where: { id: projectId, deletedAt: null }, select: selectFor(scope) });
}

/** How many songs of each project lie in the archive, of those that the person may open. */
export async function countArchivedSongs(
  scope: AccountScope,
  db: Db | Tx,
  projectIds: string[],
): Promise<Map<string, number>> {
  const own = { some: { accountId: scope.accountId } };
  const counts = await db.song.groupBy({
    by: ["projectId"],
    where: {
      ...{ projectId: { in: projectIds }, deletedAt: null, archivedAt: { not: null } },
      OR: [{ memberships: own }, { project: { memberships: own } }],
    },
    _count: true,
  });
  return new Map(counts.map((count) => [count.projectId, count._count]));
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

/** A project's cover, which nobody else changes until the transaction ends. Null when the project was deleted meanwhile. */
export async function lockProject(scope: ProjectScope, tx: Tx): Promise<Pick<ProjectRow, "coverId"> | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM project WHERE id = ${scope.projectId}::uuid FOR NO KEY UPDATE`;
  return await tx.project.findFirst({ where: { id: scope.projectId, deletedAt: null }, select: { coverId: true } });
}
