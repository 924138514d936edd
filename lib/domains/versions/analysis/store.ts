import type { SongScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { AnalysisFacts, AnalysisStage } from "../schema";
import { inLine, leaseInWork, type Measures } from "./rules";

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
  stage?: AnalysisStage;
  queuedAt?: Date;
  /** Null puts it in line. */
  begunAt?: Date | null;
  /** Ten minutes from now unless said. */
  leaseUntil?: Date;
}

type Owner = Pick<SongScope, "songId">;

/** Longest that a healthy analysis takes. One that waits or runs longer may be asked for again. */
const HANGING_AFTER_MS = 15 * 60_000;

/** A version that is still there, and so are its song and project. */
const LIVING = { deletedAt: null, song: { deletedAt: null, project: { deletedAt: null } } };

export async function insertAnalysis(_owner: Owner, tx: Tx, input: Engine & { now: Date }): Promise<void> {
  const { now, ...key } = input;
  await tx.analysis.createMany({
    data: { ...key, id: createId(), waitingSince: now, ...inLine("measuring", now), createdAt: now },
    skipDuplicates: true,
  });
}

/**
 * Puts a failed or hanging analysis back to the start; one that an older engine did not finish is made anew. False when there
 * is nothing to repeat.
 */
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
      ...inLine("measuring", now),
      putBack: 0,
      startedAt: null,
      finishedAt: null,
      reason: null,
      message: null,
    },
  });
  if (count > 0) return true;
  const finished = await tx.analysis.count({ where: { versionId, OR: [{ engine }, { state: "done" }] } });
  if (finished > 0) return false;
  await insertAnalysis(owner, tx, input);
  return true;
}

/** What a worker needs to know of a version that is still there; null when it, its song or its project was deleted. */
export function findWork(_scope: SystemScope, db: Db | Tx, { versionId, engine }: Engine) {
  return db.version.findFirst({
    where: { id: versionId, ...LIVING },
    select: {
      songId: true,
      createdById: true,
      container: true,
      sizeBytes: true,
      sha256: true,
      upload: { select: { id: true, projectId: true, songId: true } },
      analyses: { where: { engine }, select: { state: true, facts: true, hasPeaks: true, previewObject: true } },
    },
  });
}

export type Work = NonNullable<Awaited<ReturnType<typeof findWork>>>;

/** Moves an unfinished analysis on; false when it has ended, which nothing but a retry undoes, or its version was deleted. */
export async function advanceAnalysis(
  _scope: SystemScope,
  tx: Tx,
  { versionId, engine, now }: Engine & { now: Date },
  { facts, ...change }: AnalysisChange,
): Promise<boolean> {
  const { count } = await tx.analysis.updateMany({
    where: { versionId, engine, state: { in: ["waiting", "running"] }, version: LIVING },
    data: { leaseUntil: leaseInWork(now), ...change, ...(facts ? { facts } : {}) },
  });
  return count > 0;
}

/** Says how far a line is, once one of it was begun: who is in line behind is not lost. */
export async function moveLine(_scope: SystemScope, tx: Tx, { versionId, engine }: Engine): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO analysis_line (stage, moved_at, passed_until)
    SELECT stage, begun_at, queued_at FROM analysis
    WHERE version_id = ${versionId}::uuid AND engine = ${engine} AND begun_at IS NOT NULL
    ON CONFLICT (stage) DO UPDATE SET
      moved_at = GREATEST(analysis_line.moved_at, EXCLUDED.moved_at),
      passed_until = GREATEST(analysis_line.passed_until, EXCLUDED.passed_until)`;
}

/**
 * Keeps what verifying told, and ties the project's living versions of the very same bytes to the earliest of them. One at a
 * time a project: of two that are verified at once, the second finds the first.
 */
export async function saveVerified(
  _scope: SystemScope,
  tx: Tx,
  input: { versionId: string; sha256: string; durationMs: number | null },
): Promise<void> {
  const { versionId, sha256, durationMs } = input;
  // Where the song is now, which need not be where the upload began.
  const version = await tx.version.findUnique({
    where: { id: versionId },
    select: { song: { select: { projectId: true } } },
  });
  if (!version) return;
  const { projectId } = version.song;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${projectId}, 0))`;
  await tx.version.updateMany({ where: { id: versionId }, data: { sha256, ...(durationMs ? { durationMs } : {}) } });
  await tx.$executeRaw`
    WITH twin AS (
      SELECT version.id FROM version JOIN song ON song.id = version.song_id
      WHERE song.project_id = ${projectId}::uuid AND version.sha256 = ${sha256}
        AND version.deleted_at IS NULL AND song.deleted_at IS NULL
      ORDER BY version.id
    ), first AS (SELECT id FROM twin LIMIT 1)
    UPDATE version SET same_as_id = first.id FROM first
    WHERE version.id IN (SELECT id FROM twin) AND version.id <> first.id`;
}

/** Also locks the version until the commit. */
export async function setMeasures(_scope: SystemScope, tx: Tx, versionId: string, measures: Measures): Promise<void> {
  await tx.version.updateMany({ where: { id: versionId }, data: measures });
}
