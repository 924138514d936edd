import type { Role } from "@/lib/access/policy";
import type { ProjectScope } from "@/lib/access/scope";
import type { Tx } from "@/lib/db/client";
import type { Offer } from "./rules";

/** Who owns the project and who was asked to, which nobody else changes until the commit. Null when it was deleted meanwhile. */
export async function lockOffer(scope: ProjectScope, tx: Tx): Promise<Offer | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM project WHERE id = ${scope.projectId}::uuid FOR NO KEY UPDATE`;
  const row = await tx.project.findFirst({
    where: { id: scope.projectId, deletedAt: null },
    select: { ownerId: true, offeredToId: true, owner: { select: { deletedAt: true } } },
  });
  return row && { ownerId: row.ownerId, offeredToId: row.offeredToId, isOwnerGone: row.owner.deletedAt !== null };
}

/** The role that somebody has on the whole project; null when none, or on songs of it alone. */
export async function findRole(scope: ProjectScope, tx: Tx, accountId: string): Promise<Role | null> {
  const row = await tx.membership.findUnique({
    where: { accountId_projectId: { accountId, projectId: scope.projectId } },
    select: { role: true },
  });
  return row?.role ?? null;
}

export async function setOffer(scope: ProjectScope, tx: Tx, offeredToId: string | null): Promise<void> {
  await tx.project.updateMany({ where: { id: scope.projectId }, data: { offeredToId } });
}

/** Makes another member the owner; the owner before becomes an editor. What they allowed a model has to be allowed anew. */
export async function changeOwner(scope: ProjectScope, tx: Tx, from: string): Promise<void> {
  const { projectId, accountId: ownerId } = scope;
  await tx.membership.updateMany({ where: { projectId, accountId: from }, data: { role: "editor" } });
  await tx.membership.updateMany({ where: { projectId, accountId: ownerId }, data: { role: "owner" } });
  const consent = { aiConsentAt: null, aiConsentHost: null, aiConsentSound: false, aiConsentNotes: false };
  await tx.project.updateMany({ where: { id: projectId }, data: { ownerId, offeredToId: null, ...consent } });
}
