import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import { inLine, MEASURED_PERCENT } from "../analysis/rules";

const LIVING = { deletedAt: null, song: { deletedAt: null, project: { deletedAt: null } } } as const;

/** Finished analyses whose preview storage was asked for longest ago, or never. */
export function findLongestUnseen(_scope: SystemScope, db: Db, input: { engine: string; limit: number }) {
  return db.analysis.findMany({
    where: { engine: input.engine, state: "done", previewObject: { not: null }, version: LIVING },
    orderBy: [{ previewSeenAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
    take: input.limit,
    select: {
      id: true,
      versionId: true,
      previewObject: true,
      version: { select: { songId: true, upload: { select: { id: true, projectId: true, songId: true } } } },
    },
  });
}

export type UnseenPreview = Awaited<ReturnType<typeof findLongestUnseen>>[number];

export async function markSeen(_scope: SystemScope, db: Db, ids: string[], now: Date): Promise<void> {
  await db.analysis.updateMany({ where: { id: { in: ids } }, data: { previewSeenAt: now } });
}

/** Puts an analysis in line for its preview again; its figures and its waveform stay. False when somebody was first. */
export async function reopenForPreview(_scope: SystemScope, tx: Tx, found: UnseenPreview, now: Date): Promise<boolean> {
  const { count } = await tx.analysis.updateMany({
    where: { id: found.id, state: "done", previewObject: found.previewObject },
    data: {
      ...{ state: "running", percent: MEASURED_PERCENT, previewObject: null, finishedAt: null, putBack: 0 },
      ...inLine("preview", now),
      previewSeenAt: now,
    },
  });
  return count > 0;
}
