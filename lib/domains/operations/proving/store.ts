import type { UploadLocation } from "@/lib/core/object-keys";
import type { Db } from "@/lib/db/client";

/** The mark of the storage that this database belongs to. Needs no scope, as none of these: they tell nobody's rows. */
export async function readMark(db: Db): Promise<string | null> {
  return (await db.storageMark.findUnique({ where: { id: 1 } }))?.mark ?? null;
}

/** Keeps the first mark that anybody wrote, and answers it. */
export async function keepMark(db: Db, mark: string, now: Date): Promise<string> {
  await db.storageMark.createMany({ data: { id: 1, mark, createdAt: now }, skipDuplicates: true });
  return (await readMark(db)) ?? mark;
}

/** Where the bytes of the newest living version lie. */
export async function findNewestSource(db: Db): Promise<UploadLocation | null> {
  const version = await db.version.findFirst({
    where: { deletedAt: null },
    orderBy: { id: "desc" },
    select: { upload: { select: { id: true, projectId: true, songId: true } } },
  });
  return version && { projectId: version.upload.projectId, songId: version.upload.songId, uploadId: version.upload.id };
}
