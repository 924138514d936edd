import type { AccountScope, ProjectScope, SongScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { ProjectUse, Use } from "./rules";

type Place = SongScope | ProjectScope;

/** Locks the owner of the scope's project until the commit, so that of two files announced at once one counts the other. */
export async function lockOwner(scope: Place, tx: Tx): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM account
    WHERE id = (SELECT owner_id FROM project WHERE id = ${scope.projectId}::uuid) FOR NO KEY UPDATE`;
}

/** What the project, and all projects of its owner, hold; without what was deleted for good. */
export async function sumUse(scope: Place, tx: Tx, deletedSince: Date): Promise<Use> {
  const [row] = await tx.$queryRaw<[{ project: bigint; account: bigint }]>`
    SELECT coalesce(sum(u.size_bytes) FILTER (WHERE p.id = own.id), 0)::bigint AS project,
           coalesce(sum(u.size_bytes), 0)::bigint AS account
    FROM project own
    JOIN project p ON p.owner_id = own.owner_id AND (p.deleted_at IS NULL OR p.deleted_at >= ${deletedSince})
    JOIN song s ON s.project_id = p.id AND (s.deleted_at IS NULL OR s.deleted_at >= ${deletedSince})
    JOIN upload u ON u.song_id = s.id AND u.state IN ('reserved', 'open', 'completing', 'stored')
    LEFT JOIN version v ON v.upload_id = u.id
    LEFT JOIN attachment a ON a.upload_id = u.id
    WHERE own.id = ${scope.projectId}::uuid
      AND coalesce(v.deleted_at, a.deleted_at, ${deletedSince}) >= ${deletedSince}`;
  return { projectBytes: Number(row.project), accountBytes: Number(row.account) };
}

/** What a song takes with all it holds, its trash included. */
export async function sumSong(scope: SongScope, tx: Tx): Promise<number> {
  const living = { in: ["reserved", "open", "completing", "stored"] } satisfies Prisma.EnumUploadStateFilter;
  const { _sum } = await tx.upload.aggregate({
    where: { songId: scope.songId, state: living },
    _sum: { sizeBytes: true },
  });
  return Number(_sum.sizeBytes ?? 0);
}

export async function haveOneOwner(one: Place, other: Place, tx: Tx): Promise<boolean> {
  const ids = [one.projectId, other.projectId];
  const owners = await tx.project.findMany({ where: { id: { in: ids } }, select: { ownerId: true } });
  return new Set(owners.map(({ ownerId }) => ownerId)).size === 1;
}

/** The same for each project a person owns that holds something. */
export async function findUse(scope: AccountScope, db: Db, deletedSince: Date): Promise<ProjectUse[]> {
  const rows = await db.$queryRaw<{ id: string; name: string; gone: boolean; used: bigint; trash: bigint }[]>`
    SELECT p.id, p.name, p.deleted_at IS NOT NULL AS gone, sum(u.size_bytes)::bigint AS used,
           coalesce(sum(u.size_bytes) FILTER (WHERE coalesce(p.deleted_at, s.deleted_at, v.deleted_at, a.deleted_at) IS NOT NULL), 0)::bigint
             AS trash
    FROM project p
    JOIN song s ON s.project_id = p.id AND (s.deleted_at IS NULL OR s.deleted_at >= ${deletedSince})
    JOIN upload u ON u.song_id = s.id AND u.state IN ('reserved', 'open', 'completing', 'stored')
    LEFT JOIN version v ON v.upload_id = u.id
    LEFT JOIN attachment a ON a.upload_id = u.id
    WHERE p.owner_id = ${scope.accountId}::uuid AND (p.deleted_at IS NULL OR p.deleted_at >= ${deletedSince})
      AND coalesce(v.deleted_at, a.deleted_at, ${deletedSince}) >= ${deletedSince}
    GROUP BY p.id`;
  return rows.map(({ id, name, gone, used, trash }) => ({
    ...{ id, name, isDeleted: gone, usedBytes: Number(used), trashBytes: Number(trash) },
  }));
}
