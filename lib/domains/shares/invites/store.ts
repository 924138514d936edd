import type { Role } from "@/lib/access/policy";
import type { ProjectScope, SongScope } from "@/lib/access/scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";

type InviteState = "pending" | "accepted" | "withdrawn";

export interface InviteRow {
  id: string;
  email: string;
  role: Role;
  projectId: string | null;
  songId: string | null;
  state: InviteState;
  invitedById: string;
  acceptedById: string | null;
  createdAt: Date;
  invitedBy: { name: string };
  song: { projectId: string } | null;
}

const INVITE = {
  id: true,
  email: true,
  role: true,
  projectId: true,
  songId: true,
  state: true,
  invitedById: true,
  acceptedById: true,
  createdAt: true,
  invitedBy: { select: { name: true } },
  song: { select: { projectId: true } },
} as const;

/** What the invite leads to still exists. */
const ALIVE = {
  OR: [{ project: { deletedAt: null } }, { song: { deletedAt: null, project: { deletedAt: null } } }],
};

interface NewInvite {
  email: string;
  role: Role;
  invitedById: string;
  now: Date;
}

/** One invite an address and target: a repeated one takes the new role, and one that is over begins again. */
export function keepInvite(scope: ProjectScope | SongScope, tx: Tx, invite: NewInvite): Promise<InviteRow> {
  const { now, ...rest } = invite;
  const songId = "songId" in scope ? scope.songId : null;
  const target = songId === null ? { projectId: scope.projectId } : { songId };
  const targetId = songId ?? scope.projectId;
  return tx.invite.upsert({
    where: { email_targetId: { email: invite.email, targetId } },
    create: { ...rest, ...target, id: createId(), targetId, createdAt: now },
    update: { ...rest, state: "pending", acceptedById: null, acceptedAt: null },
    select: INVITE,
  });
}

export function listInvites(scope: ProjectScope | SongScope, db: Db | Tx): Promise<InviteRow[]> {
  const where =
    "songId" in scope
      ? { songId: scope.songId }
      : { OR: [{ projectId: scope.projectId }, { song: { projectId: scope.projectId, deletedAt: null } }] };
  return db.invite.findMany({
    where: { ...where, state: { not: "withdrawn" } },
    orderBy: { id: "desc" },
    take: 500,
    select: INVITE,
  });
}

export function findInvite(scope: { projectId: string }, db: Db | Tx, id: string): Promise<InviteRow | null> {
  return db.invite.findFirst({
    where: { id, OR: [{ projectId: scope.projectId }, { song: { projectId: scope.projectId } }] },
    select: INVITE,
  });
}

/** The invite that a signed link names; null when what it leads to is gone. */
export function findInviteByLink(_holder: { inviteId: string }, db: Db | Tx): Promise<InviteRow | null> {
  return db.invite.findFirst({ where: { id: _holder.inviteId, ...ALIVE }, select: INVITE });
}

/** Ids of the pending invites of verified addresses: of one account, or of all. */
export async function listReadyInvites(
  db: Db | Tx,
  whose: { accountId: string } | "all",
  limit: number,
): Promise<{ inviteId: string; accountId: string }[]> {
  const only = whose === "all" ? null : whose.accountId;
  return db.$queryRaw`
    SELECT i.id AS "inviteId", a.id AS "accountId" FROM invite i
    JOIN account a ON a.email = i.email AND a.email_verified_at IS NOT NULL
    LEFT JOIN song s ON s.id = i.song_id
    JOIN project p ON p.id = COALESCE(i.project_id, s.project_id) AND p.deleted_at IS NULL
    WHERE i.state = 'pending' AND s.deleted_at IS NULL AND (${only}::uuid IS NULL OR a.id = ${only}::uuid)
    ORDER BY i.id LIMIT ${limit}`;
}

/** Uses an invite up for somebody; false when somebody was first. */
export async function acceptPending(
  tx: Tx,
  invite: { inviteId: string; accountId: string },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.invite.updateMany({
    where: { id: invite.inviteId, state: "pending" },
    data: { state: "accepted", acceptedById: invite.accountId, acceptedAt: now },
  });
  return count > 0;
}

export async function withdrawPending(_scope: { projectId: string }, tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.invite.updateMany({ where: { id, state: "pending" }, data: { state: "withdrawn" } });
  return count > 0;
}
