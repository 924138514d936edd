import type { AccountScope, AdminScope, ProjectScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { ExportView } from "./schema";

const EXPORT_SELECT = {
  id: true,
  createdById: true,
  projectId: true,
  songId: true,
  versionId: true,
  title: true,
  request: true,
  state: true,
  run: true,
  attempt: true,
  bytesDone: true,
  bytesTotal: true,
  fileName: true,
  contentType: true,
  sizeBytes: true,
  reason: true,
  message: true,
  createdAt: true,
  finishedAt: true,
  expiresAt: true,
} as const satisfies Prisma.ExportSelect;

export type ExportRow = Prisma.ExportGetPayload<{ select: typeof EXPORT_SELECT }>;
export type ExportState = ExportView["state"];

/** Whose it is; whoever calls has asked who it is. */
type Owner = Pick<AccountScope, "accountId">;

export interface NewExport {
  id: string;
  projectId: string | null;
  songId: string | null;
  versionId: string | null;
  title: string;
  request: Prisma.InputJsonObject;
  activeKey: string;
}

/** Holds up other requests of the person until the commit. */
export async function lockPerson({ accountId }: Owner, tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
}

export function findActive({ accountId }: Owner, tx: Tx, activeKey: string): Promise<ExportRow | null> {
  return tx.export.findFirst({ where: { createdById: accountId, activeKey }, select: EXPORT_SELECT });
}

export function countActive({ accountId }: Owner, tx: Tx): Promise<number> {
  return tx.export.count({ where: { createdById: accountId, activeKey: { not: null } } });
}

export async function insertExport(
  { accountId }: AccountScope,
  tx: Tx,
  row: NewExport,
  at: { now: Date; leaseUntil: Date },
): Promise<void> {
  const { now, leaseUntil } = at;
  await tx.export.createMany({ data: { ...row, createdById: accountId, queuedAt: now, createdAt: now, leaseUntil } });
}

export function findOwnExport({ accountId }: Owner, db: Db | Tx, id: string): Promise<ExportRow | null> {
  return db.export.findFirst({ where: { id, createdById: accountId }, select: EXPORT_SELECT });
}

/** What a report of one's own comes to; null for every other export, and for one that has no file. */
export async function findOwnReport({ accountId }: AccountScope, db: Db, id: string): Promise<unknown> {
  const row = await db.export.findFirst({ where: { id, createdById: accountId }, select: { report: true } });
  return row?.report ?? null;
}

export async function findProjectName(scope: ProjectScope, db: Db): Promise<string | null> {
  const where = { id: scope.projectId, deletedAt: null };
  return (await db.project.findFirst({ where, select: { name: true } }))?.name ?? null;
}

export async function findTimeZone({ accountId }: AccountScope, db: Db): Promise<string> {
  return (await db.account.findFirst({ where: { id: accountId }, select: { timeZone: true } }))?.timeZone ?? "UTC";
}

/** The newest first. */
export function findOwnExports(
  { accountId }: AccountScope,
  db: Db,
  page: { before: string | null; take: number },
): Promise<ExportRow[]> {
  return db.export.findMany({
    where: { createdById: accountId, ...(page.before === null ? {} : { id: { lt: page.before } }) },
    orderBy: { id: "desc" },
    take: page.take,
    select: EXPORT_SELECT,
  });
}

/** To the queue once more, from where it ended. Null: it has not. */
export async function queueAgain(
  { accountId }: Owner,
  tx: Tx,
  id: string,
  change: { activeKey: string; now: Date; leaseUntil: Date },
): Promise<ExportRow | null> {
  const { activeKey, now, leaseUntil } = change;
  const where = {
    id,
    createdById: accountId,
    state: { in: ["expired", "failed", "cancelled", "completed"] as ExportState[] },
  };
  const fresh = { bytesDone: 0n, bytesTotal: null, fileName: null, contentType: null, sizeBytes: null };
  const none = { reason: null, message: null, report: Prisma.DbNull };
  const times = { queuedAt: now, startedAt: null, finishedAt: null, expiresAt: null, leaseUntil };
  const data = { ...fresh, ...times, activeKey, state: "queued", run: { increment: 1 }, putBack: 0 } as const;
  const { count } = await tx.export.updateMany({ where, data: { ...data, ...none } });
  return count === 0 ? null : await tx.export.findFirst({ where: { id }, select: EXPORT_SELECT });
}

/** False when it neither waits nor is made. */
export async function cancelRow({ accountId }: AccountScope, db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.export.updateMany({
    where: { id, createdById: accountId, state: { in: ["queued", "running"] } },
    data: { state: "cancelled", activeKey: null, finishedAt: now },
  });
  return count > 0;
}

export async function deleteRow({ accountId }: AccountScope, db: Db, id: string): Promise<void> {
  await db.export.deleteMany({ where: { id, createdById: accountId } });
}

/** Where a song is by now; null when it is gone. */
export async function findProjectOf(_scope: AccountScope, db: Db | Tx, songId: string): Promise<string | null> {
  const song = await db.song.findFirst({ where: { id: songId, deletedAt: null }, select: { projectId: true } });
  return song?.projectId ?? null;
}

export async function findNames(
  _scope: AccountScope,
  db: Db,
  { projectId, songId }: { projectId: string; songId: string },
): Promise<{ project: string; song: string } | null> {
  const song = await db.song.findFirst({
    where: { id: songId, projectId },
    select: { name: true, project: { select: { name: true } } },
  });
  return song && { project: song.project.name, song: song.name };
}

/** What a project's archive holds: its songs in order, with their covers. */
export function findArchiveProject({ projectId }: ProjectScope, db: Db) {
  return db.project.findFirst({
    where: { id: projectId, deletedAt: null },
    select: {
      name: true,
      coverId: true,
      songs: {
        where: { deletedAt: null },
        orderBy: [{ position: "desc" }, { id: "desc" }],
        select: { id: true, name: true, description: true, coverId: true },
      },
    },
  });
}

/** Originals and files of a project that are not in the trash. */
export async function sumArchive({ projectId }: ProjectScope, db: Db): Promise<number> {
  const living = { OR: [{ version: { deletedAt: null } }, { attachment: { deletedAt: null } }] };
  const { _sum } = await db.upload.aggregate({
    where: { state: "stored", song: { projectId, deletedAt: null }, ...living },
    _sum: { sizeBytes: true },
  });
  return Number(_sum.sizeBytes ?? 0);
}

/** Those of these exports that there are, in any state. */
export async function findKnownExports(_scope: SystemScope | AdminScope, db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db.export.findMany({ where: { id: { in: ids } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

/** Those of these uploads in storage that somebody is making. */
export async function findLivingParts(_scope: SystemScope, db: Db, storageIds: string[]): Promise<Set<string>> {
  const where = { storageId: { in: storageIds }, state: "running" } as const;
  const rows = await db.export.findMany({ where, select: { storageId: true } });
  return new Set(rows.flatMap(({ storageId }) => storageId ?? []));
}
