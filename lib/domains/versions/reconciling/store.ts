import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { inLine } from "../analysis/rules";
import type { AnalysisStage } from "../schema";
import { isOvertakenBefore, standsStillBefore } from "./rules";

/**
 * Unfinished analyses whose lease is over and that nobody will come to, of versions that are still there; the longest over
 * first. One in line is left only where its line stands still or has gone past it: a line may be as long as it likes.
 */
export async function findLeftAnalyses(
  _scope: SystemScope,
  db: Db,
  input: { engine: string; now: Date; limit: number; stages: AnalysisStage[] },
) {
  const { engine, now, limit, stages } = input;
  const leftInLine = await Promise.all(stages.map((stage) => describeLeftInLine(db, stage, now)));
  return await db.analysis.findMany({
    where: {
      engine,
      state: { in: ["waiting", "running"] },
      leaseUntil: { lte: now },
      stage: { in: stages },
      version: { deletedAt: null, song: { deletedAt: null, project: { deletedAt: null } } },
      OR: [{ begunAt: { not: null } }, ...leftInLine],
    },
    orderBy: { leaseUntil: "asc" },
    take: limit,
    select: { id: true, versionId: true, stage: true, leaseUntil: true, putBack: true },
  });
}

export type LeftAnalysis = Awaited<ReturnType<typeof findLeftAnalyses>>[number];

async function describeLeftInLine(db: Db, stage: AnalysisStage, now: Date): Promise<Prisma.AnalysisWhereInput> {
  const line = await db.analysisLine.findUnique({ where: { stage } });
  const inWork = await db.analysis.count({
    where: { stage, state: "running", begunAt: { not: null }, leaseUntil: { gt: now } },
  });
  const waits = { stage, begunAt: null };
  if (!line || (inWork === 0 && line.movedAt < standsStillBefore(now))) return waits;
  return { ...waits, queuedAt: { lt: isOvertakenBefore(line.passedUntil) } };
}

/** Counts that it is given to the queue anew; false when somebody has gone on with it, or was quicker. */
export async function countPutBack(_scope: SystemScope, tx: Tx, left: LeftAnalysis, now: Date): Promise<boolean> {
  const { count } = await tx.analysis.updateMany({
    where: { id: left.id, state: { in: ["waiting", "running"] }, leaseUntil: left.leaseUntil },
    data: { ...inLine(left.stage, now), putBack: { increment: 1 } },
  });
  return count > 0;
}
