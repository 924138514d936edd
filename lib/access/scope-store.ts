import { isId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { Role } from "./policy";

/** The roles a person has on a living song: by the project and by the song itself. Empty for strangers and unknown ids. */
export async function readSongRoles(
  db: Db | Tx,
  accountId: string,
  target: { projectId: string; songId: string },
): Promise<Role[]> {
  if (!isId(target.songId) || !isId(target.projectId)) return [];
  const rows = await db.membership.findMany({
    where: {
      accountId,
      OR: [
        { project: { id: target.projectId, deletedAt: null, songs: { some: { id: target.songId, deletedAt: null } } } },
        { song: { id: target.songId, projectId: target.projectId, deletedAt: null, project: { deletedAt: null } } },
      ],
    },
    select: { role: true },
  });
  return rows.map((row) => row.role);
}

/** The roles a person has on a living project, and whether they have single songs of it. */
export async function readProjectRoles(
  db: Db | Tx,
  accountId: string,
  projectId: string,
): Promise<{ roles: Role[]; hasSongs: boolean }> {
  if (!isId(projectId)) return { roles: [], hasSongs: false };
  const rows = await db.membership.findMany({
    where: {
      accountId,
      OR: [
        { project: { id: projectId, deletedAt: null } },
        { song: { projectId, deletedAt: null, project: { deletedAt: null } } },
      ],
    },
    select: { role: true, projectId: true },
  });
  const roles = rows.filter((row) => row.projectId !== null).map((row) => row.role);
  return { roles, hasSongs: rows.length > roles.length };
}
