import type { Grant, Role } from "@/lib/access/policy";
import type { ProjectScope, SongScope } from "@/lib/access/scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { InviteKey } from "./rules";

type InviteState = "pending" | "accepted" | "withdrawn";

export interface InviteRow {
  id: string;
  email: string;
  role: Role;
  canDownload: boolean;
  canSeeVersions: boolean;
  projectId: string | null;
  songId: string | null;
  state: InviteState;
  linkNumber: number;
  round: number;
  invitedById: string;
  acceptedById: string | null;
  acceptedAt: Date | null;
  createdAt: Date;
  acceptedBy: { id: string; name: string } | null;
  invitedBy: { name: string };
  song: { projectId: string } | null;
}

const INVITE = {
  id: true,
  email: true,
  role: true,
  canDownload: true,
  canSeeVersions: true,
  projectId: true,
  songId: true,
  state: true,
  linkNumber: true,
  round: true,
  invitedById: true,
  acceptedById: true,
  acceptedAt: true,
  createdAt: true,
  acceptedBy: { select: { id: true, name: true } },
  invitedBy: { select: { name: true } },
  song: { select: { projectId: true } },
} as const;

/** What the invite leads to still exists. */
const ALIVE = {
  OR: [{ project: { deletedAt: null } }, { song: { deletedAt: null, project: { deletedAt: null } } }],
};

interface NewInvite extends Grant {
  email: string;
  invitedById: string;
  now: Date;
}

/** One invite an address and target: a repeated one takes the new role, and one that is over begins again with new links. */
export async function keepInvite(scope: ProjectScope | SongScope, tx: Tx, invite: NewInvite): Promise<InviteRow> {
  const { now, ...rest } = invite;
  const songId = "songId" in scope ? scope.songId : null;
  const target = songId === null ? { projectId: scope.projectId } : { songId };
  const targetId = songId ?? scope.projectId;
  await tx.invite.updateMany({
    where: { email: invite.email, targetId, state: { not: "pending" } },
    data: { linkNumber: { increment: 1 }, round: { increment: 1 } },
  });
  return tx.invite.upsert({
    where: { email_targetId: { email: invite.email, targetId } },
    create: { ...rest, ...target, id: createId(), targetId, createdAt: now },
    update: { ...rest, state: "pending", acceptedById: null, acceptedAt: null },
    select: INVITE,
  });
}

/** What waits, and what was accepted since then. */
export function listInvites(scope: ProjectScope | SongScope, db: Db | Tx, acceptedSince: Date): Promise<InviteRow[]> {
  const where =
    "songId" in scope
      ? { songId: scope.songId }
      : { OR: [{ projectId: scope.projectId }, { song: { projectId: scope.projectId, deletedAt: null } }] };
  return db.invite.findMany({
    where: {
      AND: [where, { OR: [{ state: "pending" }, { state: "accepted", acceptedAt: { gte: acceptedSince } }] }],
    },
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

/** The invite that a signed link names; null when the link was replaced, or what it leads to is gone. */
export function findInviteByLink(holder: InviteKey, db: Db | Tx): Promise<InviteRow | null> {
  const { inviteId, linkNumber, round } = holder;
  const link = { ...(linkNumber === undefined ? {} : { linkNumber }), ...(round === undefined ? {} : { round }) };
  return db.invite.findFirst({ where: { id: inviteId, ...link, ...ALIVE }, select: INVITE });
}

/** Makes the copied links of what still waits useless; mailed ones stay. For a song, those of that song alone. */
export async function renewCopiedLinks(target: { projectId: string; songId: string | null }, tx: Tx): Promise<void> {
  const { projectId, songId } = target;
  const where = songId === null ? { OR: [{ projectId }, { song: { projectId } }] } : { songId };
  await tx.invite.updateMany({ where: { ...where, state: "pending" }, data: { linkNumber: { increment: 1 } } });
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
