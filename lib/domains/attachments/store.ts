import type { SongScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/** Whoever holds a song's id by a scope, or in a transaction that locked it. */
export type AttachmentOwner = Pick<SongScope, "songId">;

const SELECT = {
  id: true,
  name: true,
  sizeBytes: true,
  kind: true,
  contentType: true,
  createdAt: true,
  createdBy: { select: { id: true, name: true } },
  upload: { select: { objectKey: true } },
} as const satisfies Prisma.AttachmentSelect;

export type AttachmentRow = Prisma.AttachmentGetPayload<{ select: typeof SELECT }>;

export interface NewAttachmentRow {
  id: string;
  uploadId: string;
  createdById: string;
  name: string;
  sizeBytes: bigint;
  kind: string;
  contentType: string;
  createdAt: Date;
}

/** Locks the song until the commit. False: it was deleted. */
export async function lockSong({ songId }: AttachmentOwner, tx: Tx): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS locked FROM song s JOIN project p ON p.id = s.project_id
    WHERE s.id = ${songId}::uuid AND s.deleted_at IS NULL AND p.deleted_at IS NULL FOR NO KEY UPDATE OF s`;
  return rows.length > 0;
}

export async function insertAttachment({ songId }: AttachmentOwner, tx: Tx, row: NewAttachmentRow): Promise<void> {
  await tx.attachment.create({ data: { ...row, songId } });
}

/** In the order in which they came. */
export function findAttachments({ songId }: AttachmentOwner, db: Db | Tx): Promise<AttachmentRow[]> {
  return db.attachment.findMany({
    where: { songId, deletedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: SELECT,
  });
}

export function findAttachment({ songId }: AttachmentOwner, db: Db | Tx, id: string): Promise<AttachmentRow | null> {
  return db.attachment.findFirst({ where: { id, songId, deletedAt: null }, select: SELECT });
}

/** False when it was deleted meanwhile. */
export async function updateAttachmentRow(
  { songId }: AttachmentOwner,
  tx: Tx,
  id: string,
  change: { name?: string; deletedAt?: Date },
): Promise<boolean> {
  const { count } = await tx.attachment.updateMany({ where: { id, songId, deletedAt: null }, data: change });
  return count > 0;
}
