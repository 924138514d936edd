import type { SongScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/**
 * The song whose versions they are; who may see or change them was decided by the command. With `onlyVersionId` all others
 * are as if they were not there.
 */
export type VersionOwner = Pick<SongScope, "songId"> & { onlyVersionId?: string | undefined };

const living = ({ songId, onlyVersionId }: VersionOwner) =>
  ({ songId, deletedAt: null, ...(onlyVersionId === undefined ? {} : { AND: [{ id: onlyVersionId }] }) }) as const;

/** An engine's answer replaces that of the one before. Ids follow time, too, within a millisecond. */
const NEWEST_FIRST = [
  { createdAt: "desc" },
  { id: "desc" },
] as const satisfies Prisma.AnalysisOrderByWithRelationInput[];
const PERSON = { select: { id: true, name: true } } as const;

const VERSION_SELECT = {
  id: true,
  songId: true,
  number: true,
  label: true,
  note: true,
  fileName: true,
  sizeBytes: true,
  contentType: true,
  container: true,
  durationMs: true,
  sha256: true,
  sameAs: { select: { id: true, songId: true, number: true, deletedAt: true, song: { select: { deletedAt: true } } } },
  tempoBpm: true,
  camelot: true,
  createdAt: true,
  createdBy: PERSON,
  analyses: {
    orderBy: NEWEST_FIRST,
    take: 1,
    select: {
      state: true,
      percent: true,
      waitingSince: true,
      startedAt: true,
      finishedAt: true,
      reason: true,
      message: true,
      facts: true,
      hasPeaks: true,
      previewObject: true,
    },
  },
  tags: {
    orderBy: { id: "asc" },
    select: {
      id: true,
      name: true,
      label: true,
      value: true,
      source: true,
      confidence: true,
      evidence: true,
      state: true,
      decidedBy: PERSON,
    },
  },
  tagRequest: { select: { state: true, reason: true, message: true } },
} as const satisfies Prisma.VersionSelect;

export type VersionRow = Prisma.VersionGetPayload<{ select: typeof VERSION_SELECT }>;

/** Every living version of a song, newest first. */
export function findVersions(owner: VersionOwner, db: Db | Tx): Promise<VersionRow[]> {
  return db.version.findMany({
    where: living(owner),
    orderBy: { number: "desc" },
    select: VERSION_SELECT,
  });
}

export function findVersion(owner: VersionOwner, db: Db | Tx, versionId: string): Promise<VersionRow | null> {
  return db.version.findFirst({
    where: { ...living(owner), id: versionId },
    select: VERSION_SELECT,
  });
}

/** The chosen or, where none is, the newest living version of each song. */
export async function findCurrentVersions(owners: VersionOwner[], db: Db | Tx): Promise<VersionRow[]> {
  const songIds = owners.map((owner) => owner.songId);
  const current = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (v.song_id) v.id FROM version v JOIN song s ON s.id = v.song_id
    WHERE v.song_id = ANY(${songIds}::uuid[]) AND v.deleted_at IS NULL
    ORDER BY v.song_id, (v.id IS NOT DISTINCT FROM s.current_version_id) DESC, v.number DESC`;
  return db.version.findMany({ where: { id: { in: current.map((row) => row.id) } }, select: VERSION_SELECT });
}

/**
 * Takes the song's next version number, and tells in which project it is; the row stays locked until the transaction ends.
 * Null: the song was deleted.
 */
export async function takeVersionNumber(
  owner: VersionOwner,
  tx: Tx,
): Promise<{ number: number; projectId: string } | null> {
  const rows = await tx.$queryRaw<{ number: number; projectId: string }[]>`
    UPDATE song SET version_seq = version_seq + 1 WHERE id = ${owner.songId}::uuid AND deleted_at IS NULL
      AND EXISTS (SELECT 1 FROM project p WHERE p.id = song.project_id AND p.deleted_at IS NULL)
    RETURNING version_seq AS number, project_id AS "projectId"`;
  return rows[0] ?? null;
}

export async function insertVersion(
  owner: VersionOwner,
  tx: Tx,
  version: Omit<Prisma.VersionUncheckedCreateInput, "songId">,
): Promise<void> {
  await tx.version.createMany({ data: { ...version, songId: owner.songId } });
}

export async function updateWords(
  owner: VersionOwner,
  tx: Tx,
  versionId: string,
  words: { label?: string; note?: string },
): Promise<boolean> {
  const { count } = await tx.version.updateMany({
    where: { id: versionId, songId: owner.songId, deletedAt: null },
    data: words,
  });
  return count > 0;
}

export async function markVersionDeleted(owner: VersionOwner, tx: Tx, versionId: string, now: Date): Promise<boolean> {
  const { count } = await tx.version.updateMany({
    where: { id: versionId, songId: owner.songId, deletedAt: null },
    data: { deletedAt: now },
  });
  return count > 0;
}

/** Where a version's bytes lie, and its container. */
export function findVersionFiles(owner: VersionOwner, db: Db, versionId: string) {
  return db.version.findFirst({
    where: { ...living(owner), id: versionId },
    select: {
      container: true,
      fileName: true,
      sizeBytes: true,
      contentType: true,
      upload: { select: { id: true, projectId: true, songId: true } },
      analyses: {
        orderBy: NEWEST_FIRST,
        take: 1,
        select: { id: true, hasPeaks: true, previewObject: true },
      },
    },
  });
}
