import type { SongScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { NewTag } from "../store";
import type { Answer } from "./rules";

/** What is needed to ask a model of a version that is still there; null when it, its song or its project was deleted. */
/** The song of the version; whoever calls has asked who it is. */
type Owner = Pick<SongScope, "songId">;

export function findAskWork(_scope: SystemScope | Owner, db: Db | Tx, versionId: string) {
  return db.version.findFirst({
    where: { id: versionId, deletedAt: null, song: { deletedAt: null, project: { deletedAt: null } } },
    select: {
      songId: true,
      container: true,
      sizeBytes: true,
      sha256: true,
      upload: { select: { id: true, projectId: true, songId: true } },
      song: {
        select: {
          project: { select: { aiConsentAt: true, aiConsentHost: true, aiConsentSound: true, aiConsentNotes: true } },
        },
      },
      analyses: { orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: 1, select: { facts: true } },
      tagRequest: { select: { state: true, reason: true, message: true, answer: true } },
    },
  });
}

export type AskWork = NonNullable<Awaited<ReturnType<typeof findAskWork>>>;

/** Locks the version until the commit; as everybody does who changes its tags. */
export async function lockVersionRow(_scope: SystemScope, tx: Tx, versionId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM version WHERE id = ${versionId}::uuid FOR NO KEY UPDATE`;
}

/** False when there is one already. */
export async function insertRequest(_scope: SystemScope, tx: Tx, versionId: string, now: Date): Promise<boolean> {
  const { count } = await tx.tagRequest.createMany({ data: { versionId, waitingSince: now }, skipDuplicates: true });
  return count > 0;
}

/** Changes a request that waits; false when it does not. */
export async function advanceRequest(
  _scope: SystemScope,
  tx: Tx | Db,
  versionId: string,
  change: {
    state?: "done" | "failed";
    finishedAt?: Date;
    reason?: string | null;
    message?: string | null;
    answer?: Answer;
  },
): Promise<boolean> {
  const { count } = await tx.tagRequest.updateMany({ where: { versionId, state: "waiting" }, data: change });
  return count > 0;
}

/** Forgets a request that waits; false when none does. */
export async function removeRequest(_scope: SystemScope, tx: Tx, versionId: string): Promise<boolean> {
  const { count } = await tx.tagRequest.deleteMany({ where: { versionId, state: "waiting" } });
  return count > 0;
}

/** Makes a version's request wait anew; false while one waits that is younger than `hangingBefore`. The caller holds the version's lock. */
export async function resetRequest(
  scope: Owner,
  tx: Tx,
  input: { versionId: string; hangingBefore: Date; now: Date },
): Promise<boolean> {
  const { versionId, hangingBefore, now } = input;
  const where = { versionId, version: { songId: scope.songId } };
  const found = await tx.tagRequest.findFirst({ where, select: { state: true, waitingSince: true } });
  if (found?.state === "waiting" && found.waitingSince > hangingBefore) return false;
  // An answer that was kept belongs to the question before.
  await tx.tagRequest.deleteMany({ where });
  await tx.tagRequest.create({ data: { versionId, waitingSince: now } });
  return true;
}

/** Questions that wait since before a moment, of versions that are still there; the oldest first. */
export function findOverdueRequests(_scope: SystemScope, db: Db, before: Date, limit: number) {
  return db.tagRequest.findMany({
    where: {
      ...{ state: "waiting", waitingSince: { lt: before } },
      version: { deletedAt: null, song: { deletedAt: null, project: { deletedAt: null } } },
    },
    orderBy: { waitingSince: "asc" },
    take: limit,
    select: { versionId: true },
  });
}

/**
 * Makes a version's open suggestions these. A name that has a row of another source, or that somebody decided on, is left as it
 * is: what was taken off stays off, and what a person added is theirs.
 */
export async function replaceSuggested(
  _scope: SystemScope,
  tx: Tx,
  versionId: string,
  tags: NewTag[],
  now: Date,
): Promise<void> {
  const names = tags.map((tag) => tag.name);
  await tx.tag.deleteMany({ where: { versionId, source: "ai", state: "suggested", name: { notIn: names } } });
  const rows = JSON.stringify(tags.map((tag) => ({ id: createId(), ...tag })));
  await tx.$executeRaw`
    INSERT INTO tag (id, version_id, name, source, confidence, evidence, state, created_at)
    SELECT new.id, ${versionId}::uuid, new.name, 'ai', new.confidence, new.evidence, 'suggested', ${now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS new(id uuid, name text, confidence float8, evidence jsonb)
    ON CONFLICT (version_id, name) DO UPDATE SET confidence = excluded.confidence, evidence = excluded.evidence
      WHERE tag.source = 'ai' AND tag.state = 'suggested'`;
}
