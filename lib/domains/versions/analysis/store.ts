import type { SongScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { AnalysisFacts } from "../schema";
import type { Measures } from "./rules";

export interface Engine {
  versionId: string;
  engine: string;
}

export interface AnalysisChange {
  state?: "running" | "done" | "failed";
  percent?: number;
  startedAt?: Date;
  finishedAt?: Date;
  reason?: string;
  message?: string;
  facts?: AnalysisFacts;
  hasPeaks?: boolean;
  previewObject?: string;
}

type Owner = Pick<SongScope, "songId">;

/** Longest that a healthy analysis takes. One that waits or runs longer may be asked for again. */
const HANGING_AFTER_MS = 15 * 60_000;

export async function insertAnalysis(_owner: Owner, tx: Tx, input: Engine & { now: Date }): Promise<void> {
  const { now, ...key } = input;
  await tx.analysis.createMany({
    data: { ...key, id: createId(), waitingSince: now, createdAt: now },
    skipDuplicates: true,
  });
}

/** Puts a failed or hanging analysis back to the start; one of an older engine is made anew. False when there is nothing to repeat. */
export async function resetAnalysis(owner: Owner, tx: Tx, input: Engine & { now: Date }): Promise<boolean> {
  const { versionId, engine, now } = input;
  const since = new Date(now.getTime() - HANGING_AFTER_MS);
  const { count } = await tx.analysis.updateMany({
    where: {
      ...{ versionId, engine, version: { songId: owner.songId } },
      OR: [{ state: "failed" }, { state: { in: ["waiting", "running"] }, waitingSince: { lt: since } }],
    },
    data: {
      state: "waiting",
      percent: 0,
      waitingSince: now,
      startedAt: null,
      finishedAt: null,
      reason: null,
      message: null,
    },
  });
  if (count > 0) return true;
  const existing = await tx.analysis.count({ where: { versionId, engine } });
  if (existing > 0) return false;
  await insertAnalysis(owner, tx, input);
  return true;
}

/** What a worker needs to know of a version that is still there; null when it, its song or its project was deleted. */
export function findWork(_scope: SystemScope, db: Db | Tx, { versionId, engine }: Engine) {
  return db.version.findFirst({
    where: { id: versionId, deletedAt: null, song: { deletedAt: null, project: { deletedAt: null } } },
    select: {
      songId: true,
      container: true,
      sizeBytes: true,
      upload: { select: { id: true, projectId: true, songId: true } },
      analyses: { where: { engine }, select: { state: true, facts: true, hasPeaks: true, previewObject: true } },
    },
  });
}

export type Work = NonNullable<Awaited<ReturnType<typeof findWork>>>;

/** Moves an unfinished analysis on; false when it has ended, which nothing but a retry undoes. */
export async function advanceAnalysis(
  _scope: SystemScope,
  tx: Tx,
  { versionId, engine }: Engine,
  { facts, ...change }: AnalysisChange,
): Promise<boolean> {
  const { count } = await tx.analysis.updateMany({
    where: { versionId, engine, state: { in: ["waiting", "running"] } },
    data: { ...change, ...(facts ? { facts } : {}) },
  });
  return count > 0;
}

/** Also locks the version until the commit. */
export async function setMeasures(_scope: SystemScope, tx: Tx, versionId: string, measures: Measures): Promise<void> {
  await tx.version.updateMany({ where: { id: versionId }, data: measures });
}
