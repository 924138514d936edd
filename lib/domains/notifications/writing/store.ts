import { createId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

export interface NewNotice {
  doerId: string | null;
  projectId: string;
  songId: string | null;
  kind: string;
  sourceKey: string;
  payload: Prisma.InputJsonObject;
  now: Date;
}

/** Everybody who may open this song now, by its project or by itself. */
export async function findSongReaders(target: { songId: string; projectId: string }, tx: Tx): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: {
      OR: [
        { project: { id: target.projectId, deletedAt: null, songs: { some: { id: target.songId, deletedAt: null } } } },
        { song: { id: target.songId, projectId: target.projectId, deletedAt: null, project: { deletedAt: null } } },
      ],
    },
    select: { accountId: true },
    distinct: ["accountId"],
  });
  return rows.map((row) => row.accountId);
}

/** One a reader and source; a repeated one adds nothing. */
export async function insertNotices(notice: NewNotice, tx: Tx, readerIds: readonly string[]): Promise<void> {
  const { now, ...rest } = notice;
  await tx.notification.createMany({
    data: readerIds.map((readerId) => ({ ...rest, id: createId(), readerId, createdAt: now })),
    skipDuplicates: true,
  });
}
