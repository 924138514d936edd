import type { AdminScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { AnalysisFacts } from "../schema";
import { leaseOf } from "./rules";

type Scope = AdminScope | SystemScope;

const EXISTS = { deletedAt: null, song: { deletedAt: null, project: { deletedAt: null } } } as const;

/** Analyzed once, and not by this engine. */
function measuredBefore(engine: string): Prisma.VersionWhereInput {
  return { ...EXISTS, analyses: { some: { state: "done" }, none: { engine } } };
}

export function findRemeasuring(_scope: Scope, db: Db | Tx, engine: string) {
  return db.remeasuring.findUnique({ where: { engine } });
}

export function countMeasuredBefore(_scope: Scope, db: Db | Tx, engine: string): Promise<number> {
  return db.version.count({ where: measuredBefore(engine) });
}

/** Whether a take that somebody waits for is being analyzed, or is in line. */
export async function hasLiveWork(_scope: Scope, db: Db, engine: string): Promise<boolean> {
  const found = await db.analysis.findFirst({
    where: { engine, state: { in: ["waiting", "running"] }, version: EXISTS },
    select: { id: true },
  });
  return found !== null;
}

/** Begins, or begins anew what was done. False when it is under way, or paused. */
export async function startRemeasuring(
  _scope: AdminScope,
  tx: Tx,
  input: { engine: string; total: number; now: Date },
): Promise<boolean> {
  const { engine, total, now } = input;
  const begun = { total, startedAt: now, resumedAt: now, leaseUntil: leaseOf(now) };
  const made = await tx.remeasuring.createMany({ data: { engine, ...begun }, skipDuplicates: true });
  if (made.count > 0) return true;
  const counts = { measured: 0, failed: 0, attempts: 0, measuredAtResume: 0, lastVersionId: null, finishedAt: null };
  const { count } = await tx.remeasuring.updateMany({
    where: { engine, state: "done" },
    data: { ...begun, ...counts, state: "running" },
  });
  return count > 0;
}

/** False when it is not under way. */
export async function pauseRemeasuring(_scope: AdminScope, tx: Tx, engine: string): Promise<boolean> {
  const { count } = await tx.remeasuring.updateMany({ where: { engine, state: "running" }, data: { state: "paused" } });
  return count > 0;
}

/** False when it is not paused. */
export async function resumeRemeasuring(_scope: AdminScope, tx: Tx, engine: string, now: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE remeasuring SET state = 'running', resumed_at = ${now}, measured_at_resume = measured, lease_until = ${leaseOf(now)}
    WHERE engine = ${engine} AND state = 'paused'`;
  return count > 0;
}

/** What to measure next, with what was known of it: the first behind `after`. */
export function findNext(_scope: SystemScope, db: Db, engine: string, after: string | null) {
  return db.version.findFirst({
    where: { ...measuredBefore(engine), ...(after === null ? {} : { id: { gt: after } }) },
    orderBy: { id: "asc" },
    select: {
      id: true,
      songId: true,
      container: true,
      sizeBytes: true,
      sha256: true,
      upload: { select: { id: true, projectId: true, songId: true } },
      analyses: {
        where: { state: "done" },
        orderBy: { createdAt: "desc" },
        take: 1,
        select: { previewObject: true },
      },
    },
  });
}

export type NextVersion = NonNullable<Awaited<ReturnType<typeof findNext>>>;

/** Counts a try, before it is made. False when somebody else went on meanwhile, or it was paused. */
export async function countAttempt(
  _scope: SystemScope,
  db: Db,
  input: { engine: string; after: string | null; now: Date },
): Promise<boolean> {
  const { count } = await db.remeasuring.updateMany({
    where: { engine: input.engine, state: "running", lastVersionId: input.after },
    data: { attempts: { increment: 1 }, leaseUntil: leaseOf(input.now) },
  });
  return count > 0;
}

/** Goes on behind a version that is dealt with. False when somebody else did. */
export async function advance(
  _scope: SystemScope,
  tx: Db | Tx,
  input: { engine: string; after: string | null; versionId: string; outcome: "measured" | "failed"; now: Date },
): Promise<boolean> {
  const { count } = await tx.remeasuring.updateMany({
    where: { engine: input.engine, lastVersionId: input.after },
    data: {
      lastVersionId: input.versionId,
      attempts: 0,
      [input.outcome]: { increment: 1 },
      leaseUntil: leaseOf(input.now),
    },
  });
  return count > 0;
}

export async function extendLease(_scope: SystemScope, db: Db, engine: string, now: Date): Promise<void> {
  await db.remeasuring.updateMany({ where: { engine, state: "running" }, data: { leaseUntil: leaseOf(now) } });
}

export async function finishRemeasuring(
  _scope: SystemScope,
  db: Db,
  input: { engine: string; after: string | null; now: Date },
): Promise<void> {
  const { engine, after, now } = input;
  await db.remeasuring.updateMany({
    where: { engine, state: "running", lastVersionId: after },
    data: { state: "done", finishedAt: now },
  });
}

/** Keeps the answer of the new engine beside that of the old one, which is history from now on. False when there is one. */
export async function insertMeasured(
  _scope: SystemScope,
  tx: Tx,
  input: { versionId: string; engine: string; facts: AnalysisFacts; previewObject: string | null; now: Date },
): Promise<boolean> {
  const { now, ...measured } = input;
  const times = { waitingSince: now, startedAt: now, finishedAt: now, createdAt: now };
  const { count } = await tx.analysis.createMany({
    data: { id: createId(), ...measured, ...times, state: "done", percent: 100, hasPeaks: true },
    skipDuplicates: true,
  });
  return count > 0;
}

/** Takes over one that nobody carries on; false when somebody does. */
export async function takeOver(_scope: SystemScope, tx: Tx, engine: string, now: Date): Promise<boolean> {
  const { count } = await tx.remeasuring.updateMany({
    where: { engine, state: "running", leaseUntil: { lte: now } },
    data: { leaseUntil: leaseOf(now) },
  });
  return count > 0;
}
