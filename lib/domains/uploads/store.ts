import type { AccountScope, SongScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { readTrace } from "@/lib/log/trace";
import type { UploadView } from "./schema";

export type UploadState = UploadView["state"];

const UPLOAD_SELECT = {
  id: true,
  projectId: true,
  songId: true,
  createdById: true,
  state: true,
  purpose: true,
  fileName: true,
  sizeBytes: true,
  partSizeBytes: true,
  partCount: true,
  hashesParts: true,
  idempotencyKey: true,
  objectKey: true,
  storageId: true,
  reason: true,
  expiresAt: true,
  createdAt: true,
  updatedAt: true,
  song: {
    select: { projectId: true, name: true, deletedAt: true, project: { select: { name: true, deletedAt: true } } },
  },
  version: { select: { id: true, number: true } },
  attachment: { select: { id: true } },
} as const satisfies Prisma.UploadSelect;

export type UploadRow = Prisma.UploadGetPayload<{ select: typeof UPLOAD_SELECT }>;

export interface NewUpload {
  id: string;
  idempotencyKey: string;
  purpose: UploadView["purpose"];
  fileName: string;
  sizeBytes: number;
  contentType: string;
  hashesParts: boolean;
  partSizeBytes: number;
  partCount: number;
  objectKey: string;
  expiresAt: Date;
}

/** Reserves an upload. False: this person has used the key before, and nothing happened. */
export async function insertUpload(scope: SongScope, db: Db | Tx, upload: NewUpload, now: Date): Promise<boolean> {
  const { projectId, songId, accountId: createdById } = scope;
  const requestId = readTrace().requestId ?? null;
  const { count } = await db.upload.createMany({
    data: { ...upload, projectId, songId, createdById, requestId, createdAt: now, updatedAt: now },
    skipDuplicates: true,
  });
  return count > 0;
}

export function findUploadByKey(scope: AccountScope, db: Db, idempotencyKey: string): Promise<UploadRow | null> {
  const createdById_idempotencyKey = { createdById: scope.accountId, idempotencyKey };
  return db.upload.findUnique({ where: { createdById_idempotencyKey }, select: UPLOAD_SELECT });
}

/** A person's own upload, also one whose song is gone. */
export function findOwnUpload(
  { accountId: createdById }: AccountScope,
  db: Db,
  { uploadId: id, songId }: { songId: string; uploadId: string },
): Promise<UploadRow | null> {
  return db.upload.findFirst({ where: { id, songId, createdById }, select: UPLOAD_SELECT });
}

/** So many of one person's unfinished uploads are told, the newest first: as many as one may begin at once. */
const UNFINISHED_TOLD = 200;

/** What this person began, nobody finished, and they may still go on with. */
export function findUnfinishedUploads({ accountId }: AccountScope, db: Db, now: Date): Promise<UploadRow[]> {
  const asEditor = {
    some: { accountId, role: { in: ["editor", "owner"] } },
  } satisfies Prisma.MembershipListRelationFilter;
  return db.upload.findMany({
    where: {
      createdById: accountId,
      state: { in: ["reserved", "open", "completing"] },
      expiresAt: { gt: now },
      song: {
        deletedAt: null,
        project: { deletedAt: null },
        OR: [{ memberships: asEditor }, { project: { memberships: asEditor } }],
      },
    },
    orderBy: { id: "desc" },
    take: UNFINISHED_TOLD,
    select: UPLOAD_SELECT,
  });
}

export function findSongUpload({ songId }: SongScope, db: Db, uploadId: string): Promise<UploadRow | null> {
  return db.upload.findFirst({ where: { id: uploadId, songId }, select: UPLOAD_SELECT });
}

/** The project in which the song of an upload is now, for one that was begun in this project. */
export async function findMovedTo(
  db: Db,
  target: { projectId: string; songId: string; uploadId: string },
): Promise<string | null> {
  const { uploadId: id, projectId, songId } = target;
  const where = { id, projectId, songId };
  return (
    (await db.upload.findFirst({ where, select: { song: { select: { projectId: true } } } }))?.song.projectId ?? null
  );
}

interface Move {
  from: UploadState[];
  /** Only when it is still due. */
  expiredBefore?: Date;
  to: {
    state?: UploadState;
    storageId?: string;
    etag?: string;
    reason?: string;
    expiresAt?: Date;
  };
  now: Date;
}

/** What allows to move an upload: it was read under somebody's scope, or the sweeper moves it. */
export type UploadHandle = Pick<UploadRow, "id">;

/** The only way an upload moves. False: somebody else moved it first. */
export async function moveUpload(upload: UploadHandle, db: Db | Tx, move: Move): Promise<boolean> {
  const { count } = await db.upload.updateMany({
    where: {
      id: upload.id,
      state: { in: move.from },
      ...(move.expiredBefore ? { expiresAt: { lt: move.expiredBefore } } : {}),
    },
    data: { ...move.to, updatedAt: move.now },
  });
  return count > 0;
}

/** Opens a reserved upload with the storage's id. False: another call opened it. */
export async function openUpload(upload: UploadHandle, db: Db, storageId: string, now: Date): Promise<boolean> {
  const { count } = await db.upload.updateMany({
    where: { id: upload.id, state: "reserved", storageId: null },
    data: { state: "open", storageId, updatedAt: now },
  });
  return count > 0;
}

/** Says that storage holds nothing of an ended upload any more. */
export async function markCleaned(upload: UploadHandle, db: Db, now: Date): Promise<void> {
  await db.upload.updateMany({
    where: { id: upload.id, state: { in: ["rejected", "failed", "cancelled", "expired"] } },
    data: { storageId: null, updatedAt: now },
  });
}

export function findUpload(upload: UploadHandle, db: Db): Promise<UploadRow | null> {
  return db.upload.findUnique({ where: { id: upload.id }, select: UPLOAD_SELECT });
}

const BATCH = 200;

/** Uploads in some states that the sweeper has to look at, oldest first. */
export function findUploadsToSweep(
  _scope: SystemScope,
  db: Db,
  where: { states: UploadState[]; updatedBefore?: Date; expiredBefore?: Date; isStoredSomewhere?: true },
): Promise<UploadRow[]> {
  return db.upload.findMany({
    where: {
      state: { in: where.states },
      ...(where.updatedBefore ? { updatedAt: { lt: where.updatedBefore } } : {}),
      ...(where.expiredBefore ? { expiresAt: { lt: where.expiredBefore } } : {}),
      ...(where.isStoredSomewhere ? { storageId: { not: null } } : {}),
    },
    orderBy: { updatedAt: "asc" },
    take: BATCH,
    select: UPLOAD_SELECT,
  });
}

/** The storage's ids of uploads that are still going on, out of these. */
export async function findLivingStorageIds(_scope: SystemScope, db: Db, storageIds: string[]): Promise<Set<string>> {
  const rows = await db.upload.findMany({
    where: { storageId: { in: storageIds }, state: { in: ["reserved", "open", "completing"] } },
    select: { storageId: true },
  });
  return new Set(rows.flatMap((row) => row.storageId ?? []));
}
