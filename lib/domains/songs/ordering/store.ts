import type { ProjectScope } from "@/lib/access/scope";
import type { Tx } from "@/lib/db/client";

/** Lets one after another order a project's songs, each seeing what the one before did. */
export async function lockOrder(scope: ProjectScope, tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM project WHERE id = ${scope.projectId}::uuid FOR NO KEY UPDATE`;
}

/** A living song of the project; null when there is none of that id. */
export async function findPosition(scope: ProjectScope, tx: Tx, songId: string): Promise<number | null> {
  const where = { id: songId, projectId: scope.projectId, deletedAt: null };
  const song = await tx.song.findFirst({ where, select: { position: true } });
  return song?.position ?? null;
}

/** The position right above a song, the moved one left out; null when it is the first. What is deleted keeps its place. */
export async function findAbove(
  scope: ProjectScope,
  tx: Tx,
  { songId, movedId }: { songId: string; movedId: string },
): Promise<number | null> {
  const rows = await tx.$queryRaw<{ position: number }[]>`
    SELECT other.position FROM song other JOIN song s ON s.id = ${songId}::uuid
    WHERE other.project_id = ${scope.projectId}::uuid AND other.id <> ${movedId}::uuid
      AND (other.position, other.id) > (s.position, s.id)
    ORDER BY other.position, other.id LIMIT 1`;
  return rows[0]?.position ?? null;
}

export async function findLowest(scope: ProjectScope, tx: Tx): Promise<number> {
  const found = await tx.song.aggregate({ where: { projectId: scope.projectId }, _min: { position: true } });
  return found._min.position ?? 0;
}

/** Gives every song a whole number in the order as it is, so that there is room between any two. */
export async function renumber(scope: ProjectScope, tx: Tx): Promise<void> {
  await tx.$executeRaw`
    UPDATE song SET position = ordered.place FROM (
      SELECT id, row_number() OVER (ORDER BY position, id) AS place FROM song
      WHERE project_id = ${scope.projectId}::uuid
    ) ordered WHERE song.id = ordered.id`;
}

export async function setPosition(scope: ProjectScope, tx: Tx, songId: string, position: number): Promise<void> {
  await tx.song.updateMany({ where: { id: songId, projectId: scope.projectId }, data: { position } });
}
