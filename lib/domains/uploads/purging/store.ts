import type { SystemScope } from "@/lib/access/system-scope";
import type { Db } from "@/lib/db/client";

const BATCH = 200;

export interface PurgeRow {
  id: string;
  projectId: string;
  songId: string;
}

/** Stored uploads whose version, file, song or project was deleted before an instant. */
export function findUploadsToPurge(_scope: SystemScope, db: Db, deletedBefore: Date): Promise<PurgeRow[]> {
  const isLongGone = { deletedAt: { lt: deletedBefore } };
  return db.upload.findMany({
    where: {
      state: "stored",
      OR: [
        { version: isLongGone },
        { attachment: isLongGone },
        { song: isLongGone },
        { song: { project: isLongGone } },
      ],
    },
    orderBy: { id: "asc" },
    take: BATCH,
    select: { id: true, projectId: true, songId: true },
  });
}

/** Removes an upload with its version or file, and what was measured and said of it. */
export async function removeUpload(_scope: SystemScope, db: Db, id: string): Promise<void> {
  await db.upload.deleteMany({ where: { id } });
}
