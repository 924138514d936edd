import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";

const BATCH = 200;
const PLACE = { id: true, projectId: true } as const;

/** Files that were kept long enough are to be had no longer. */
export async function expireRows(_scope: SystemScope, db: Db, now: Date): Promise<number> {
  const { count } = await db.export.updateMany({
    where: { state: "completed", expiresAt: { lte: now } },
    data: { state: "expired" },
  });
  return count;
}

/** Ended without a file that is to be had, though there may be something in storage. */
export function findRowsToClean(_scope: SystemScope, db: Db) {
  const where = { state: { in: ["expired", "failed", "cancelled"] as const }, hasObjects: true };
  return db.export.findMany({
    where: { ...where, state: { in: [...where.state.in] } },
    orderBy: { id: "asc" },
    take: BATCH,
    select: { ...PLACE, run: true },
  });
}

/** Unless it was asked for again meanwhile. */
export async function markCleaned(
  _scope: SystemScope,
  db: Db,
  { id, run }: { id: string; run: number },
): Promise<void> {
  await db.export.updateMany({ where: { id, run }, data: { hasObjects: false, storageId: null } });
}

export function findLostRows(_scope: SystemScope, db: Db, now: Date) {
  return db.export.findMany({
    where: { state: { in: ["queued", "running"] }, leaseUntil: { lt: now } },
    orderBy: { id: "asc" },
    take: BATCH,
    select: { id: true, run: true, state: true, putBack: true, request: true },
  });
}

/** To the queue anew; the number of its run, null when somebody was first. */
export async function putBackRow(
  _scope: SystemScope,
  tx: Tx,
  row: { id: string; run: number; putBack: number },
  change: { now: Date; leaseUntil: Date },
): Promise<number | null> {
  const { count } = await tx.export.updateMany({
    where: { id: row.id, run: row.run, state: { in: ["queued", "running"] }, leaseUntil: { lt: change.now } },
    data: { state: "queued", run: row.run + 1, putBack: row.putBack, leaseUntil: change.leaseUntil },
  });
  return count === 0 ? null : row.run + 1;
}

export async function failLost(
  _scope: SystemScope,
  db: Db,
  { id, run }: { id: string; run: number },
  end: { reason: string; message: string; now: Date },
): Promise<void> {
  await db.export.updateMany({
    where: { id, run, state: { in: ["queued", "running"] }, leaseUntil: { lt: end.now } },
    data: { state: "failed", activeKey: null, reason: end.reason, message: end.message, finishedAt: end.now },
  });
}

/** Ended long ago, with nothing in storage. */
export async function forgetRows(_scope: SystemScope, db: Db, before: Date): Promise<number> {
  const { count } = await db.export.deleteMany({
    where: { state: { in: ["expired", "failed", "cancelled"] }, hasObjects: false, queuedAt: { lt: before } },
  });
  return count;
}
