import type { AccountScope, AdminScope, ProjectScope, SongScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { ProjectUse, Quotas, QuotaTarget, Use } from "./rules";

type Place = SongScope | ProjectScope;

/** Somebody else, as an administrator looks at them. */
export interface Owner {
  accountId: string;
  seenBy: AdminScope;
}

/** Locks the owner of the scope's project until the commit, so that of two files announced at once one counts the other. */
export async function lockOwner(scope: Place, tx: Tx): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM account
    WHERE id = (SELECT owner_id FROM project WHERE id = ${scope.projectId}::uuid) FOR NO KEY UPDATE`;
}

/** What an administrator set for the project and for its owner, as against what is configured. */
export async function findSetQuotas(scope: Place, db: Db | Tx): Promise<Quotas> {
  const project = await db.project.findUnique({
    where: { id: scope.projectId },
    select: { quotaBytes: true, owner: { select: { quotaBytes: true } } },
  });
  return { projectBytes: toNumber(project?.quotaBytes), accountBytes: toNumber(project?.owner.quotaBytes) };
}

function toNumber(bytes: bigint | null | undefined): number | null {
  return bytes === null || bytes === undefined ? null : Number(bytes);
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
  const covers = await sumCovers(scope, tx, deletedSince);
  return { projectBytes: Number(row.project + covers.project), accountBytes: Number(row.account + covers.account) };
}

/** Covers lie in the project of their song, wherever that is now. */
async function sumCovers(scope: Place, tx: Tx, deletedSince: Date): Promise<{ project: bigint; account: bigint }> {
  const [row] = await tx.$queryRaw<[{ project: bigint; account: bigint }]>`
    SELECT coalesce(sum(c.size_bytes) FILTER (WHERE p.id = own.id), 0)::bigint AS project,
           coalesce(sum(c.size_bytes), 0)::bigint AS account
    FROM project own
    JOIN project p ON p.owner_id = own.owner_id AND (p.deleted_at IS NULL OR p.deleted_at >= ${deletedSince})
    JOIN LATERAL (
      SELECT size_bytes, unused_since FROM cover WHERE project_id = p.id AND song_id IS NULL
      UNION ALL
      SELECT sc.size_bytes, sc.unused_since FROM song s JOIN cover sc ON sc.song_id = s.id
      WHERE s.project_id = p.id AND (s.deleted_at IS NULL OR s.deleted_at >= ${deletedSince})
    ) c ON c.unused_since IS NULL OR c.unused_since >= ${deletedSince}
    WHERE own.id = ${scope.projectId}::uuid`;
  return row;
}

/** What a song takes with all it holds, its trash included. */
export async function sumSong(scope: SongScope, tx: Tx): Promise<number> {
  const living = { in: ["reserved", "open", "completing", "stored"] } satisfies Prisma.EnumUploadStateFilter;
  const { _sum } = await tx.upload.aggregate({
    where: { songId: scope.songId, state: living },
    _sum: { sizeBytes: true },
  });
  const covers = await tx.cover.aggregate({ where: { songId: scope.songId }, _sum: { sizeBytes: true } });
  return Number(_sum.sizeBytes ?? 0) + (covers._sum.sizeBytes ?? 0);
}

export async function haveOneOwner(one: Place, other: Place, tx: Tx): Promise<boolean> {
  const ids = [one.projectId, other.projectId];
  const owners = await tx.project.findMany({ where: { id: { in: ids } }, select: { ownerId: true } });
  return new Set(owners.map(({ ownerId }) => ownerId)).size === 1;
}

interface UseRow {
  id: string;
  name: string;
  quota: bigint | null;
  gone: boolean;
  used: bigint;
  trash: bigint;
}

/** The same for each project a person owns that holds something. */
export async function findUse(scope: AccountScope | Owner, db: Db, deletedSince: Date): Promise<ProjectUse[]> {
  const files = await db.$queryRaw<UseRow[]>`
    SELECT p.id, p.name, p.quota_bytes AS quota, p.deleted_at IS NOT NULL AS gone, sum(u.size_bytes)::bigint AS used,
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
  const covers = await db.$queryRaw<UseRow[]>`
    SELECT p.id, p.name, p.quota_bytes AS quota, p.deleted_at IS NOT NULL AS gone, sum(c.size_bytes)::bigint AS used,
           coalesce(sum(c.size_bytes) FILTER (WHERE coalesce(p.deleted_at, s.deleted_at, c.unused_since) IS NOT NULL), 0)::bigint AS trash
    FROM cover c
    LEFT JOIN song s ON s.id = c.song_id
    JOIN project p ON p.id = coalesce(s.project_id, c.project_id)
    WHERE p.owner_id = ${scope.accountId}::uuid AND (p.deleted_at IS NULL OR p.deleted_at >= ${deletedSince})
      AND (s.deleted_at IS NULL OR s.deleted_at >= ${deletedSince})
      AND (c.unused_since IS NULL OR c.unused_since >= ${deletedSince})
    GROUP BY p.id`;
  return addUp([...files, ...covers]);
}

function addUp(rows: UseRow[]): ProjectUse[] {
  const uses = new Map<string, ProjectUse>();
  for (const { id, name, quota, gone, used, trash } of rows) {
    const { usedBytes, trashBytes } = uses.get(id) ?? { usedBytes: 0, trashBytes: 0 };
    const sums = { usedBytes: usedBytes + Number(used), trashBytes: trashBytes + Number(trash) };
    uses.set(id, { id, name, quotaBytes: toNumber(quota), isDeleted: gone, ...sums });
  }
  return [...uses.values()];
}

/** What an administrator set for all that somebody owns. */
export async function findOwnQuota(scope: AccountScope | Owner, db: Db): Promise<number | null> {
  const account = await db.account.findUnique({ where: { id: scope.accountId }, select: { quotaBytes: true } });
  return toNumber(account?.quotaBytes);
}

/** Locks what the quota is of, so that the value before is that of before. @returns null when there is no such thing. */
export async function lockQuota(
  _scope: AdminScope,
  tx: Tx,
  of: QuotaTarget,
): Promise<{ before: number | null } | null> {
  const rows =
    of.kind === "project"
      ? await tx.$queryRaw<{ quota: bigint | null }[]>`
          SELECT quota_bytes AS quota FROM project WHERE id = ${of.id}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`
      : await tx.$queryRaw<{ quota: bigint | null }[]>`
          SELECT quota_bytes AS quota FROM account
          WHERE id = ${of.id}::uuid AND deleted_at IS NULL AND NOT is_guest FOR NO KEY UPDATE`;
  return rows[0] ? { before: toNumber(rows[0].quota) } : null;
}

export async function writeQuota(_scope: AdminScope, tx: Tx, of: QuotaTarget, bytes: number | null): Promise<void> {
  const data = { quotaBytes: bytes };
  if (of.kind === "project") await tx.project.update({ where: { id: of.id }, data });
  else await tx.account.update({ where: { id: of.id }, data });
}
