import type { ProjectScope, SongScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { TagView } from "./schema";

export interface NewTag {
  name: string;
  value: string | null;
  confidence: number;
  evidence: TagView["evidence"];
}

/** A version's row, locked until the commit: of all who change its tags at once, one goes after the other. */
export async function lockVersion(scope: Pick<SongScope, "songId">, tx: Tx, versionId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS locked FROM version
    WHERE id = ${versionId}::uuid AND song_id = ${scope.songId}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;
  return rows.length > 0;
}

/**
 * Makes a version's measured tags these. One that a person took off stays off, one that a person added stays theirs, and
 * one that was measured before keeps its id and gets the new figure.
 */
export async function replaceMeasured(
  _scope: SystemScope,
  tx: Tx,
  versionId: string,
  tags: NewTag[],
  now: Date,
): Promise<void> {
  await tx.tag.deleteMany({
    where: { versionId, source: "measured", state: { not: "dismissed" }, name: { notIn: tags.map((tag) => tag.name) } },
  });
  const rows = JSON.stringify(tags.map((tag) => ({ id: createId(), ...tag })));
  await tx.$executeRaw`
    INSERT INTO tag (id, version_id, name, value, source, confidence, evidence, state, created_at)
    SELECT new.id, ${versionId}::uuid, new.name, new.value, 'measured', new.confidence, new.evidence, 'accepted', ${now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS new(id uuid, name text, value text, confidence float8, evidence jsonb)
    ON CONFLICT (version_id, name) DO UPDATE
      SET value = excluded.value, confidence = excluded.confidence, evidence = excluded.evidence
      WHERE tag.source = 'measured' AND tag.state <> 'dismissed'`;
}

export function countShown(scope: SongScope, tx: Tx, versionId: string): Promise<number> {
  return tx.tag.count({ where: { versionId, state: "accepted", version: { songId: scope.songId } } });
}

/**
 * Adds a person's word. One that is suggested is accepted; one that was taken off comes back as this person's, so that no
 * later measuring takes it away. False when the version has it already. The caller holds the version's lock.
 */
export async function insertOwn(
  scope: SongScope,
  tx: Tx,
  versionId: string,
  word: { name: string; label: string | null },
  now: Date,
): Promise<boolean> {
  const { accountId: decidedById, songId } = scope;
  const found = await tx.tag.findFirst({ where: { versionId, name: word.name, version: { songId } } });
  if (found?.state === "accepted") return false;
  if (found?.state === "suggested") {
    await tx.tag.update({ where: { id: found.id }, data: { state: "accepted", decidedById } });
    return true;
  }
  const own = { ...word, source: "person", confidence: 1, evidence: [], value: null, state: "accepted" } as const;
  if (found) await tx.tag.update({ where: { id: found.id }, data: { ...own, decidedById } });
  else await tx.tag.create({ data: { id: createId(), versionId, createdAt: now, ...own, decidedById } });
  return true;
}

/** Accepts or takes off. Null when there is no such tag, false when it is so already. */
export async function setDecision(
  scope: SongScope,
  tx: Tx,
  target: { versionId: string; tagId: string },
  state: "accepted" | "dismissed",
): Promise<boolean | null> {
  const where = { id: target.tagId, versionId: target.versionId, version: { songId: scope.songId, deletedAt: null } };
  const found = await tx.tag.findFirst({ where, select: { state: true } });
  if (!found) return null;
  if (found.state === state) return false;
  const { count } = await tx.tag.updateMany({ where, data: { state, decidedById: scope.accountId } });
  return count > 0;
}

/** The words on the current versions of a project's songs that the person may open, the most used first. */
export function findProjectWords(
  { projectId, accountId, role }: ProjectScope,
  db: Db,
): Promise<{ name: string; label: string | null; songCount: number }[]> {
  const seesAll = role !== null;
  return db.$queryRaw`
    SELECT t.name, max(t.label) AS label, count(*)::int AS "songCount"
    FROM song s
    JOIN LATERAL (
      SELECT id FROM version v WHERE v.song_id = s.id AND v.deleted_at IS NULL
      ORDER BY (v.id IS NOT DISTINCT FROM s.current_version_id) DESC, v.number DESC LIMIT 1
    ) current ON true
    JOIN tag t ON t.version_id = current.id AND t.state = 'accepted'
    WHERE s.project_id = ${projectId}::uuid AND s.deleted_at IS NULL AND s.archived_at IS NULL AND (${seesAll} OR EXISTS (
      SELECT 1 FROM membership m WHERE m.song_id = s.id AND m.account_id = ${accountId}::uuid))
    GROUP BY t.name ORDER BY count(*) DESC, t.name`;
}
