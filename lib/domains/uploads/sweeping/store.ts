import type { AdminScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db } from "@/lib/db/client";
import type { SweepsView } from "./schema";

export type NewSweepRun = Omit<SweepsView, "lastRunAt" | "runs"> & { objectCursor: string | null };

export async function insertSweepRun(_scope: SystemScope, db: Db, run: NewSweepRun, finishedAt: Date): Promise<void> {
  await db.sweepRun.create({ data: { ...run, finishedAt } });
}

/** Where the last run's look through storage ended; null: at the end, or there was none. */
export async function findObjectCursor(_scope: SystemScope, db: Db): Promise<string | null> {
  const last = await db.sweepRun.findFirst({ orderBy: { finishedAt: "desc" }, select: { objectCursor: true } });
  return last?.objectCursor ?? null;
}

export async function deleteSweepRuns(_scope: SystemScope, db: Db, before: Date): Promise<void> {
  await db.sweepRun.deleteMany({ where: { finishedAt: { lt: before } } });
}

/** Sums of the runs since then. */
export async function sumSweepRuns(_scope: AdminScope, db: Db, since: Date): Promise<SweepsView> {
  const counts = {
    finished: true,
    expired: true,
    cleaned: true,
    orphanUploads: true,
    failed: true,
    purged: true,
  } as const;
  const objects = { objects: true, orphans: true, orphanBytes: true } as const;
  const [{ _sum: sum, _count: runs }, last] = await Promise.all([
    db.sweepRun.aggregate({ where: { finishedAt: { gte: since } }, _count: true, _sum: { ...counts, ...objects } }),
    db.sweepRun.findFirst({ orderBy: { finishedAt: "desc" }, select: { finishedAt: true } }),
  ]);
  return {
    lastRunAt: last?.finishedAt.toISOString() ?? null,
    runs,
    finished: sum.finished ?? 0,
    expired: sum.expired ?? 0,
    cleaned: sum.cleaned ?? 0,
    orphanUploads: sum.orphanUploads ?? 0,
    failed: sum.failed ?? 0,
    purged: sum.purged ?? 0,
    objects: sum.objects ?? 0,
    orphans: sum.orphans ?? 0,
    orphanBytes: Number(sum.orphanBytes ?? 0),
  };
}
