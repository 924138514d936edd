import type { AdminScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import type { CoverOwner } from "./rules";

export interface NewCoverRow {
  id: string;
  createdById: string;
  source: "own" | "embedded";
  sha256: string;
  sizeBytes: number;
}

/** What is one's own to name: a song's covers, or a project's that are no song's. */
function whereOf({ projectId, songId }: CoverOwner) {
  return songId === undefined ? { projectId, songId: null } : { songId };
}

/** Nothing shows it yet, so one whose bytes never came is gone a month later. */
export async function insertCover(owner: CoverOwner, db: Db | Tx, row: NewCoverRow, now: Date): Promise<void> {
  const { projectId, songId = null } = owner;
  await db.cover.createMany({ data: { ...row, projectId, songId, createdAt: now, unusedSince: now } });
}

/** Locks the project or song until the commit and answers its cover. Null: it was deleted. */
export async function lockCoverOwner(
  { projectId, songId }: CoverOwner,
  tx: Tx,
): Promise<{ coverId: string | null } | null> {
  if (songId === undefined) {
    await tx.$queryRaw`SELECT 1 AS locked FROM project WHERE id = ${projectId}::uuid FOR NO KEY UPDATE`;
    return await tx.project.findFirst({ where: { id: projectId, deletedAt: null }, select: { coverId: true } });
  }
  await tx.$queryRaw`SELECT 1 AS locked FROM song WHERE id = ${songId}::uuid FOR NO KEY UPDATE`;
  return await tx.song.findFirst({ where: { id: songId, deletedAt: null }, select: { coverId: true } });
}

/** Of a locked project or song. */
export async function showCover({ projectId, songId }: CoverOwner, tx: Tx, coverId: string, now: Date): Promise<void> {
  if (songId === undefined) await tx.project.updateMany({ where: { id: projectId }, data: { coverId } });
  else await tx.song.updateMany({ where: { id: songId }, data: { coverId, updatedAt: now } });
}

/** False when it is not the owner's, or gone for good. */
export async function markCover(owner: CoverOwner, tx: Tx, id: string, unusedSince: Date | null): Promise<boolean> {
  const { count } = await tx.cover.updateMany({ where: { id, ...whereOf(owner) }, data: { unusedSince } });
  return count > 0;
}

export function findCover(owner: CoverOwner, db: Db | Tx, id: string) {
  return db.cover.findFirst({ where: { id, ...whereOf(owner) }, select: { id: true, projectId: true, sha256: true } });
}

/** The one in use. */
export function findShownCover({ projectId, songId }: CoverOwner, db: Db | Tx) {
  const shown = songId === undefined ? { projectOf: { id: projectId } } : { songOf: { id: songId } };
  return db.cover.findFirst({ where: shown, select: { id: true, sha256: true } });
}

export async function findSongCovers({ songId }: { songId: string }, db: Db | Tx) {
  const song = await db.song.findFirst({
    where: { id: songId, deletedAt: null },
    select: { coverId: true, _count: { select: { covers: true } } },
  });
  return song && { coverId: song.coverId, coverCount: song._count.covers };
}

/** Those of these covers that there are, shown or not. */
export async function findKnownCovers(_scope: SystemScope | AdminScope, db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db.cover.findMany({ where: { id: { in: ids } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

const BATCH = 200;

/** Out of use since before an instant, or of a song or project that was deleted before it. */
function isOver(before: Date) {
  const isLongGone = { deletedAt: { lt: before } };
  const ofSong = [{ song: isLongGone }, { song: { project: isLongGone } }];
  return { OR: [{ unusedSince: { lt: before } }, ...ofSong, { songId: null, project: isLongGone }] };
}

export function findCoversToPurge(_scope: SystemScope, db: Db, before: Date) {
  const select = { id: true, projectId: true } as const;
  return db.cover.findMany({ where: isOver(before), orderBy: { id: "asc" }, take: BATCH, select });
}

/** False when it came back into use meanwhile. */
export async function removeCover(_scope: SystemScope, db: Db, id: string, before: Date): Promise<boolean> {
  const { count } = await db.cover.deleteMany({ where: { id, ...isOver(before) } });
  return count > 0;
}
