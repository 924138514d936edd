import { hasLostCredential } from "@/lib/access/credential-store";
import type { ProjectScope } from "@/lib/access/scope";
import { toArrayLiteral } from "@/lib/db/array-literal";
import type { Db } from "@/lib/db/client";

/** Names of what there is: two that are alike mean that nothing changed in between. */
export type ProjectState = { project: string; songs: string };

/** One who follows a project's stream, and by which credential. */
export interface ProjectWatcher {
  projectId: string;
  accountId: string;
  credentialId: string;
}

/** Null when there is no such project. Each song's events and its place count; a sum needs no order. */
export async function readState(target: Pick<ProjectScope, "projectId">, db: Db): Promise<ProjectState | null> {
  const rows = await db.$queryRaw<ProjectState[]>`
    SELECT md5(ROW(p.name, p.description, p.cover_id, p.archived_at, p.ai_consent_at, p.ai_consent_host, p.ai_consent_sound, p.ai_consent_notes)::text) AS project,
      (SELECT count(*) || '-' || COALESCE(sum(hashtextextended(s.id || ' ' || s.position || ' ' || s.event_seq, 0)), 0)
        FROM song s WHERE s.project_id = p.id AND s.deleted_at IS NULL) AS songs
    FROM project p WHERE p.id = ${target.projectId}::uuid AND p.deleted_at IS NULL`;
  return rows[0] ?? null;
}

/** Places of the watchers who may follow no longer: the project, their right to it and all of its songs, or their credential is gone. */
export async function findLostProjectWatchers(watchers: ProjectWatcher[], db: Db, now: Date): Promise<number[]> {
  const projectIds = watchers.map((watcher) => watcher.projectId);
  const accountIds = watchers.map((watcher) => watcher.accountId);
  const credentialIds = watchers.map((watcher) => watcher.credentialId);
  const rows = await db.$queryRaw<{ place: number }[]>`
    SELECT w.place::int AS place
    FROM unnest(${toArrayLiteral(projectIds)}::uuid[], ${toArrayLiteral(accountIds)}::uuid[], ${toArrayLiteral(credentialIds)}::uuid[])
      WITH ORDINALITY AS w(project_id, account_id, credential_id, place)
    WHERE NOT EXISTS (SELECT 1 FROM project p WHERE p.id = w.project_id AND p.deleted_at IS NULL)
    OR NOT EXISTS (
      SELECT 1 FROM membership m WHERE m.account_id = w.account_id AND m.project_id = w.project_id
      UNION ALL
      SELECT 1 FROM membership m JOIN song s ON s.id = m.song_id
      WHERE m.account_id = w.account_id AND s.project_id = w.project_id AND s.deleted_at IS NULL)
    OR ${hasLostCredential(now)}`;
  return rows.map((row) => row.place - 1);
}
