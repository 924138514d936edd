import type { AccountScope, ProjectScope, SongScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Right } from "./rules";

/** Every right that has to do with a move of this song to that project. */
export async function findRights(scope: SongScope, to: ProjectScope, db: Db): Promise<Right[]> {
  const rows = await db.membership.findMany({
    where: { OR: [{ projectId: { in: [scope.projectId, to.projectId] } }, { songId: scope.songId }] },
    select: { role: true, projectId: true, account: { select: { id: true, name: true } } },
  });
  return rows.map(({ role, projectId, account: person }) => ({
    ...{ role, person },
    by: projectId === null ? "song" : projectId === to.projectId ? "to" : "from",
  }));
}

/** Keeps the project as it is until the transaction ends. False: it was deleted or archived meanwhile. */
export async function holdProject(to: ProjectScope, tx: Tx): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS held FROM project
    WHERE id = ${to.projectId}::uuid AND deleted_at IS NULL AND archived_at IS NULL FOR SHARE`;
  return rows.length > 0;
}

/** Puts the song at the top of the other project. False: it was deleted, or moved by somebody else. */
export async function changeProject(scope: SongScope, to: ProjectScope, tx: Tx): Promise<boolean> {
  const top = await tx.song.aggregate({ where: { projectId: to.projectId }, _max: { position: true } });
  const { count } = await tx.song.updateMany({
    where: { id: scope.songId, projectId: scope.projectId, deletedAt: null },
    data: { projectId: to.projectId, position: (top._max.position ?? 0) + 1 },
  });
  return count > 0;
}

/** "The very same file" is said within a project: links between this song's versions and others' end. */
export async function forgetSameFiles({ songId }: SongScope, tx: Tx): Promise<void> {
  await tx.version.updateMany({
    where: {
      OR: [
        { songId, sameAs: { songId: { not: songId } } },
        { songId: { not: songId }, sameAs: { songId } },
      ],
    },
    data: { sameAsId: null },
  });
}

/** The project in which a living song is now, if the person may open it. */
export async function findHome({ accountId }: AccountScope, db: Db, songId: string): Promise<string | null> {
  const own = { some: { accountId } };
  const song = await db.song.findFirst({
    where: {
      ...{ id: songId, deletedAt: null, project: { deletedAt: null } },
      OR: [{ memberships: own }, { project: { memberships: own } }],
    },
    select: { projectId: true },
  });
  return song?.projectId ?? null;
}
