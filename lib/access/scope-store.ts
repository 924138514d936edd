import { isId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { Grant, Role } from "./policy";

/** The roles a person has on a living song: by the project and by the song itself. Empty for strangers and unknown ids. */
export async function readSongRoles(
  db: Db | Tx,
  accountId: string,
  target: { projectId: string; songId: string },
): Promise<Role[]> {
  return (await readSongGrants(db, accountId, target)).map((grant) => grant.role);
}

/** As `readSongRoles`, with the switches of each share. */
export async function readSongGrants(
  db: Db | Tx,
  accountId: string,
  target: { projectId: string; songId: string },
): Promise<Grant[]> {
  if (!isId(target.songId) || !isId(target.projectId)) return [];
  return await db.membership.findMany({
    where: {
      accountId,
      OR: [
        { project: { id: target.projectId, deletedAt: null, songs: { some: { id: target.songId, deletedAt: null } } } },
        { song: { id: target.songId, projectId: target.projectId, deletedAt: null, project: { deletedAt: null } } },
      ],
    },
    select: { role: true, canDownload: true, canSeeVersions: true },
  });
}

/** The version of a song that plays where none is named: the chosen one, else the newest. */
export async function readCurrentVersionId(db: Db | Tx, songId: string): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string | null }[]>`
    SELECT current_version(id) AS id FROM song WHERE id = ${songId}::uuid`;
  return rows[0]?.id ?? null;
}

/** The roles a person has on a living project, and whether they have single songs of it. */
export async function readProjectRoles(
  db: Db | Tx,
  accountId: string,
  projectId: string,
): Promise<{ roles: Role[]; grants: Grant[]; hasSongs: boolean }> {
  if (!isId(projectId)) return { roles: [], grants: [], hasSongs: false };
  const rows = await db.membership.findMany({
    where: {
      accountId,
      OR: [
        { project: { id: projectId, deletedAt: null } },
        { song: { projectId, deletedAt: null, project: { deletedAt: null } } },
      ],
    },
    select: { role: true, canDownload: true, canSeeVersions: true, projectId: true },
  });
  const grants = rows.filter((row) => row.projectId !== null);
  return { roles: grants.map((row) => row.role), grants, hasSongs: rows.length > grants.length };
}
