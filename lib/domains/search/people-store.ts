import type { AccountScope } from "@/lib/access/scope";
import type { Tx } from "@/lib/db/client";
import type { Candidate, Reach, Sought } from "./rules";

export interface PersonRow extends Candidate {
  name: string;
  /** The newest project that one shares with them, whole or in a song. */
  projectId: string;
  projectName: string;
  createdAt: Date;
}

const SHOWN = 40;

/**
 * People whose name fits, of those one shares a project or a song with: all who reach something that one reaches oneself.
 * They are few beside all accounts, so that their names are folded on the spot. Nobody's address is looked at.
 */
export async function findPeople(
  scope: AccountScope,
  tx: Tx,
  { reach, sought, least }: { reach: Reach; sought: Sought; least: number | null },
): Promise<PersonRow[]> {
  const songIds = reach.songs.map((song) => song.id);
  const partProjects = reach.songs.map((song) => song.projectId);
  return await tx.$queryRaw<PersonRow[]>`
    SELECT * FROM (
      SELECT a.id, a.name, f.folded, a.id = ${scope.accountId}::uuid AS "isOwn", shared.id AS "projectId", shared.name AS "projectName",
        a.created_at AS "createdAt",
        CASE WHEN NOT EXISTS (
          SELECT 1 FROM unnest(${sought.parts}::text[]) AS part
          WHERE NOT EXISTS (SELECT 1 FROM unnest(search_parts(f.folded)) AS word WHERE starts_with(word, part)))
        THEN 0::float8 ELSE GREATEST(word_similarity(${sought.folded}, f.folded)::float8, 0.001) END AS likeness
      FROM (
        SELECT m.account_id, max(COALESCE(m.project_id, s.project_id)::text)::uuid AS project_id
        FROM membership m LEFT JOIN song s ON s.id = m.song_id AND s.deleted_at IS NULL
        WHERE m.project_id = ANY (${[...reach.projectIds, ...partProjects]}::uuid[])
          OR s.project_id = ANY (${reach.projectIds}::uuid[]) OR s.id = ANY (${songIds}::uuid[])
        GROUP BY m.account_id
      ) AS known
      JOIN account a ON a.id = known.account_id
      JOIN project shared ON shared.id = known.project_id,
      LATERAL (SELECT search_fold(a.name) AS folded OFFSET 0) AS f
    ) AS people
    WHERE likeness = 0 OR likeness >= ${least}::float8
    ORDER BY likeness = 0 DESC, likeness DESC, name LIMIT ${SHOWN}`;
}
