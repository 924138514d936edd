import type { AdminScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";

type Scope = AdminScope | SystemScope;

export function listPaused(_scope: Scope, db: Db) {
  return db.pausedFunction.findMany({ orderBy: { functionId: "asc" } });
}

export async function isPausedNow(_scope: SystemScope, db: Db, functionId: string): Promise<boolean> {
  return (await db.pausedFunction.findUnique({ where: { functionId }, select: { functionId: true } })) !== null;
}

/** @returns false when it was paused before. */
export async function insertPaused(scope: AdminScope, tx: Tx, functionId: string, now: Date): Promise<boolean> {
  const data = { functionId, pausedBy: scope.name, pausedAt: now };
  return (await tx.pausedFunction.createMany({ data, skipDuplicates: true })).count > 0;
}

/** @returns false when it was not paused. */
export async function deletePaused(_scope: AdminScope, tx: Tx, functionId: string): Promise<boolean> {
  return (await tx.pausedFunction.deleteMany({ where: { functionId } })).count > 0;
}

export async function insertHeld(
  _scope: SystemScope,
  db: Db,
  run: { runId: string; functionId: string },
  now: Date,
): Promise<void> {
  await db.heldRun.createMany({ data: { ...run, heldAt: now }, skipDuplicates: true });
}

export async function deleteHeld(_scope: SystemScope, db: Db, runId: string): Promise<void> {
  await db.heldRun.deleteMany({ where: { runId } });
}

export function countHeldOf(_scope: SystemScope, db: Db, functionId: string): Promise<number> {
  return db.heldRun.count({ where: { functionId } });
}

export async function countHeld(_scope: AdminScope, db: Db): Promise<Map<string, number>> {
  const rows = await db.heldRun.groupBy({ by: ["functionId"], _count: true });
  return new Map(rows.map(({ functionId, _count }) => [functionId, _count]));
}

/** Runs that the queue has given up never say so. */
export async function deleteHeldBefore(_scope: SystemScope, db: Db, before: Date): Promise<number> {
  return (await db.heldRun.deleteMany({ where: { heldAt: { lt: before } } })).count;
}
