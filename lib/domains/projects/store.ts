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
  createdAt: Date;
  memberships: { role: "listener" | "commenter" | "editor" | "owner" }[];
  _count: { songs: number };
  /** Songs that were given singly. */
  songs: { id: string }[];
}

function selectFor(scope: AccountScope) {
  const own = { accountId: scope.accountId };
  return {
    id: true,
    name: true,
    createdAt: true,
    aiConsentAt: true,
    aiConsentHost: true,
    aiConsentSound: true,
    memberships: { where: own, select: { role: true } },
    _count: { select: { songs: { where: { deletedAt: null } } } },
    songs: { where: { deletedAt: null, memberships: { some: own } }, select: { id: true } },
  } as const;
}

/** Living projects that a person is a member of, or has songs of; newest first. */
export function findProjects(
  scope: AccountScope,
  db: Db | Tx,
  page: { before: string | null; take: number },
): Promise<ProjectRow[]> {
  const own = { accountId: scope.accountId };
  return db.project.findMany({
    where: {
      deletedAt: null,
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
  change: { name?: string; deletedAt?: Date } & Partial<ConsentRow>,
): Promise<boolean> {
  const { count } = await db.project.updateMany({ where: { id: scope.projectId, deletedAt: null }, data: change });
  return count > 0;
}
