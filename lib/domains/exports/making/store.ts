import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";

/** An export that this process has taken up. */
export interface Job {
  id: string;
  attempt: number;
  createdById: string;
  projectId: string | null;
  songId: string | null;
  versionId: string | null;
  request: unknown;
}

/** Takes up what waits, or what another left; who had it before can finish it no more. Null: it ended, or was asked for again. */
export async function claimExport(
  _scope: SystemScope,
  tx: Tx,
  { exportId, run }: { exportId: string; run: number },
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
): Promise<Job | null> {
  const { count } = await tx.export.updateMany({
    where: { id: exportId, run, state: { in: ["queued", "running"] } },
    data: {
      ...{ state: "running", attempt: { increment: 1 }, startedAt: now, leaseUntil, hasObjects: true },
      ...{ bytesDone: 0n, bytesTotal: null, storageId: null },
    },
  });
  if (count === 0) return null;
  return await tx.export.findFirst({
    where: { id: exportId },
    select: {
      ...{ id: true, attempt: true, createdById: true, projectId: true, songId: true, versionId: true, request: true },
    },
  });
}

/** What the one who makes it still has in hand; false when it is no longer theirs. */
async function change(db: Db | Tx, job: Job, data: object): Promise<boolean> {
  const where = { id: job.id, attempt: job.attempt, state: "running" } as const;
  const { count } = await db.export.updateMany({ where, data });
  return count > 0;
}

export function reportProgress(
  _scope: SystemScope,
  db: Db,
  job: Job,
  progress: { bytesDone?: number; bytesTotal?: number | null; storageId?: string; leaseUntil: Date },
): Promise<boolean> {
  return change(db, job, progress);
}

export function completeExport(
  _scope: SystemScope,
  db: Db,
  job: Job,
  file: {
    fileName: string;
    contentType: string;
    sizeBytes: number;
    finishedAt: Date;
    expiresAt: Date;
    report?: object;
  },
): Promise<boolean> {
  const bytes = { bytesDone: file.sizeBytes, bytesTotal: file.sizeBytes };
  return change(db, job, { ...file, ...bytes, state: "completed", activeKey: null, storageId: null });
}

export function failExportRow(
  _scope: SystemScope,
  db: Db,
  job: Job,
  end: { reason: string; message: string; finishedAt: Date },
): Promise<boolean> {
  return change(db, job, { ...end, state: "failed", activeKey: null });
}

/** As the queue gave up. */
export async function failRun(
  _scope: SystemScope,
  db: Db,
  { exportId, run }: { exportId: string; run: number },
  end: { reason: string; message: string; finishedAt: Date },
): Promise<void> {
  await db.export.updateMany({
    where: { id: exportId, run, state: { in: ["queued", "running"] } },
    data: { ...end, state: "failed", activeKey: null },
  });
}

/** Who the one who asked is now; null for one who left. */
export function findPerson(_scope: SystemScope, db: Db, accountId: string) {
  return db.account.findFirst({
    where: { id: accountId, deletedAt: null },
    select: { name: true, email: true, emailVerifiedAt: true },
  });
}
