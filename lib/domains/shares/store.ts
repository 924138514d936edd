import { isLiving } from "@/lib/access/living-store";
import type { Grant, Role } from "@/lib/access/policy";
import type { AccountScope, ProjectScope, SongScope } from "@/lib/access/scope";
import { SONG_CHANNEL } from "@/lib/core/channels";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

/** A project, or with a song's id that song of it. */
export interface ShareTarget {
  projectId: string;
  songId: string | null;
}

export interface MemberRow {
  id: string;
  role: Role;
  canDownload: boolean;
  canSeeVersions: boolean;
  songId: string | null;
  account: { id: string; name: string; email: string };
}

const MEMBER = {
  id: true,
  role: true,
  canDownload: true,
  canSeeVersions: true,
  songId: true,
  account: { select: { id: true, name: true, email: true } },
} as const;

/**
 * Gives what it gives, or leaves more that is there; any number at once make one row.
 * @throws AppError conflict `person_gone`.
 */
export async function joinTarget(
  tx: Tx,
  account: AccountScope | { accountId: string },
  target: ShareTarget,
  grant: Grant,
): Promise<Grant & { id: string }> {
  if (!(await isLiving(tx, account.accountId))) {
    throw new AppError("conflict", "person_gone", "This person has just deleted their account. Ask them again.");
  }
  const [column, targetId] = target.songId
    ? [Prisma.raw("song_id"), target.songId]
    : [Prisma.raw("project_id"), target.projectId];
  const { role, canDownload, canSeeVersions } = grant;
  const rows = await tx.$queryRaw<(Grant & { id: string })[]>`
    INSERT INTO membership (id, account_id, ${column}, role, can_download, can_see_versions)
    VALUES (${createId()}::uuid, ${account.accountId}::uuid, ${targetId}::uuid, ${role}::role, ${canDownload}, ${canSeeVersions})
    ON CONFLICT (account_id, ${column}) DO UPDATE SET
      role = GREATEST(membership.role, EXCLUDED.role),
      can_download = membership.can_download OR EXCLUDED.can_download,
      can_see_versions = membership.can_see_versions OR EXCLUDED.can_see_versions
    RETURNING id, role::text AS role, can_download AS "canDownload", can_see_versions AS "canSeeVersions"`;
  const row = rows[0];
  if (!row) throw new Error("an upsert answers its row");
  return row;
}

/** The project's members with those of its single songs; with a song's scope, whoever may open that song. */
export function listMembers(scope: ProjectScope | SongScope, db: Db | Tx): Promise<MemberRow[]> {
  const song = "songId" in scope ? { id: scope.songId } : {};
  return db.membership.findMany({
    where: {
      OR: [{ projectId: scope.projectId }, { song: { projectId: scope.projectId, deletedAt: null, ...song } }],
    },
    orderBy: [{ role: "desc" }, { id: "asc" }],
    select: MEMBER,
  });
}

export function findMember(scope: { projectId: string }, db: Db | Tx, id: string): Promise<MemberRow | null> {
  return db.membership.findFirst({
    where: { id, OR: [{ projectId: scope.projectId }, { song: { projectId: scope.projectId } }] },
    select: MEMBER,
  });
}

/** Ends a membership that is no owner's, with what was offered to its holder, and has the live streams of its songs look again. */
export async function deleteMember(scope: { projectId: string }, tx: Tx, member: MemberRow): Promise<boolean> {
  if (member.songId === null) {
    // First, as whoever becomes the owner does: of the two one waits for the other.
    await tx.$queryRaw`SELECT 1 AS locked FROM project WHERE id = ${scope.projectId}::uuid FOR NO KEY UPDATE`;
    const where = { id: scope.projectId, offeredToId: member.account.id };
    await tx.project.updateMany({ where, data: { offeredToId: null } });
  }
  const { count } = await tx.membership.deleteMany({ where: { id: member.id, role: { not: "owner" } } });
  await hintSongs(scope, tx, member);
  return count > 0;
}

/** Has the live streams of a member's songs look again who may follow them. */
export async function hintSongs(scope: { projectId: string }, tx: Tx, member: MemberRow): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_notify(${SONG_CHANNEL}, id::text) FROM song
    WHERE project_id = ${scope.projectId}::uuid AND (${member.songId}::uuid IS NULL OR id = ${member.songId}::uuid)`;
}

export async function readTargetNames(
  db: Db | Tx,
  target: ShareTarget,
): Promise<{ projectName: string; songName: string | null } | null> {
  const project = await db.project.findFirst({
    where: { id: target.projectId, deletedAt: null },
    select: {
      name: true,
      songs: { where: { id: target.songId ?? createId(), deletedAt: null }, select: { name: true } },
    },
  });
  if (!project) return null;
  const songName = project.songs[0]?.name ?? null;
  return target.songId !== null && songName === null ? null : { projectName: project.name, songName };
}
