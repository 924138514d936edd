import type { AccountScope, ProjectScope, SongScope } from "@/lib/access/scope";
import type { Place } from "@/lib/core/cursor";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { SongFilter } from "./rules";

const ITEM_SELECT = {
  id: true,
  projectId: true,
  name: true,
  position: true,
  stage: true,
  coverId: true,
  createdAt: true,
  updatedAt: true,
  project: { select: { name: true } },
} as const satisfies Prisma.SongSelect;

export type SongItemRow = Prisma.SongGetPayload<{ select: typeof ITEM_SELECT }>;

interface SongPage {
  before: Place | null;
  take: number;
  /** Those in the archive, or the others. */
  isArchived: boolean;
}

const IN_ORDER = [{ position: "desc" }, { id: "desc" }] as const satisfies Prisma.SongOrderByWithRelationInput[];

/** Songs of a project in their order; one who has no role on the project gets the songs given singly. */
export function findSongs(scope: ProjectScope, db: Db, page: SongPage): Promise<SongItemRow[]> {
  const { projectId, accountId, role } = scope;
  return db.song.findMany({
    where: {
      ...{ projectId, deletedAt: null, archivedAt: page.isArchived ? { not: null } : null },
      ...(page.before ? isBelow(page.before) : {}),
      ...(role ? {} : { memberships: { some: { accountId } } }),
    },
    orderBy: [...IN_ORDER],
    take: page.take,
    select: ITEM_SELECT,
  });
}

function isBelow({ position, id }: Place): Prisma.SongWhereInput {
  return { OR: [{ position: { lt: position } }, { position, id: { lt: id } }] };
}

/** As `findSongs`, of those whose current version fits. */
export async function findSongsBy(
  scope: ProjectScope,
  db: Db,
  page: SongPage,
  { names, keys, tempo, personId, stage }: SongFilter,
): Promise<SongItemRow[]> {
  const { projectId, accountId, role } = scope;
  const seesAll = role !== null;
  const { fromBpm, toBpm, factors } = tempo ?? { fromBpm: 0, toBpm: 0, factors: [] };
  const fitting = await db.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM song s
    LEFT JOIN LATERAL (
      SELECT v.id, v.tempo_bpm, v.camelot FROM version v
      WHERE v.song_id = s.id AND v.deleted_at IS NULL
      ORDER BY (v.id IS NOT DISTINCT FROM s.current_version_id) DESC, v.number DESC LIMIT 1
    ) current ON true
    WHERE s.project_id = ${projectId}::uuid AND s.deleted_at IS NULL AND (s.archived_at IS NOT NULL) = ${page.isArchived}
      AND (${page.before === null} OR (s.position, s.id) < (${page.before?.position ?? 0}::float8, ${page.before?.id}::uuid))
      AND (${stage}::song_stage IS NULL OR s.stage = ${stage}::song_stage)
      AND (${personId}::uuid IS NULL OR s.created_by_id = ${personId}::uuid
        OR EXISTS (SELECT 1 FROM version v
          WHERE v.song_id = s.id AND v.created_by_id = ${personId}::uuid AND v.deleted_at IS NULL)
        OR EXISTS (SELECT 1 FROM comment c JOIN version v ON v.id = c.version_id AND v.deleted_at IS NULL
          WHERE c.song_id = s.id AND c.author_id = ${personId}::uuid AND c.deleted_at IS NULL))
      AND (${seesAll} OR EXISTS (
        SELECT 1 FROM membership m WHERE m.song_id = s.id AND m.account_id = ${accountId}::uuid))
      AND (${keys}::text[] IS NULL OR current.camelot = ANY (${keys}::text[]))
      AND (${tempo === null} OR EXISTS (
        SELECT 1 FROM unnest(${factors}::float8[]) AS factor
        WHERE current.tempo_bpm * factor BETWEEN ${fromBpm}::float8 AND ${toBpm}::float8))
      AND (
        SELECT count(*) FROM tag t
        WHERE t.version_id = current.id AND t.state = 'accepted' AND t.name = ANY (${names}::text[])
      ) = ${names.length}
    ORDER BY s.position DESC, s.id DESC LIMIT ${page.take}`;
  const ids = fitting.map((row) => row.id);
  return await findSongItems(scope, db, ids);
}

/** Songs that a query of this person has found, in its order. One that is deleted in this moment must not make a page look like the last. */
export async function findSongItems(
  _scope: AccountScope | ProjectScope,
  db: Db,
  ids: string[],
): Promise<SongItemRow[]> {
  const rows = await db.song.findMany({ where: { id: { in: ids } }, select: ITEM_SELECT });
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

function openTo(scope: AccountScope) {
  const own = { some: { accountId: scope.accountId } };
  return { deletedAt: null, OR: [{ memberships: own }, { project: { memberships: own } }] };
}

const CHANGED_LAST_FIRST = [
  { updatedAt: "desc" },
  { id: "desc" },
] as const satisfies Prisma.SongOrderByWithRelationInput[];

/** Songs that the person may open and that lie in the archive by themselves, not by their project. */
export function findArchivedSongs(scope: AccountScope, db: Db, take: number): Promise<SongItemRow[]> {
  const where = { ...openTo(scope), archivedAt: { not: null }, project: { deletedAt: null, archivedAt: null } };
  return db.song.findMany({ where, orderBy: [...CHANGED_LAST_FIRST], take, select: ITEM_SELECT });
}

/** Whether the song, where one is named, or its project lies in the archive. */
export async function isInArchive(target: { projectId: string; songId?: string }, db: Db | Tx): Promise<boolean> {
  const { projectId: id, songId } = target;
  const isArchived = { archivedAt: { not: null } };
  const found = await db.project.findFirst({
    where: { id, OR: [isArchived, ...(songId ? [{ songs: { some: { id: songId, ...isArchived } } }] : [])] },
    select: { id: true },
  });
  return found !== null;
}

/** A song's own row. Its `eventSeq` is read before its versions, so that a stream resumed from it misses nothing. */
export function findSong(scope: SongScope, db: Db | Tx) {
  return db.song.findFirst({
    where: { id: scope.songId, projectId: scope.projectId, deletedAt: null },
    select: {
      id: true,
      projectId: true,
      name: true,
      description: true,
      stage: true,
      currentVersionId: true,
      masterVersionId: true,
      coverId: true,
      archivedAt: true,
      eventSeq: true,
      createdAt: true,
      updatedAt: true,
      project: {
        select: {
          name: true,
          archivedAt: true,
          aiConsentAt: true,
          aiConsentHost: true,
          aiConsentSound: true,
          aiConsentNotes: true,
        },
      },
    },
  });
}

/** Puts it at the top of its project. Two that come at the same moment share a place: the newer is the upper one. */
export async function insertSong(scope: ProjectScope, tx: Tx, song: { id: string; name: string }, now: Date) {
  const { projectId, accountId: createdById } = scope;
  const top = await tx.song.aggregate({ where: { projectId }, _max: { position: true } });
  const position = (top._max.position ?? 0) + 1;
  await tx.song.createMany({ data: { ...song, position, projectId, createdById, createdAt: now, updatedAt: now } });
}

export interface EmptySong {
  songId: string;
  /** Who made it. */
  createdById: string;
  /** Only when it was made then or later. */
  madeSince: Date;
}

/**
 * Takes a song away that never had a version and that nobody is bringing one to. False: it is kept.
 * The row is locked first, so that of two uploads given up at once the second sees the first, and a version that is being
 * made is waited for; `version_seq` remembers versions that were purged as well.
 */
export async function deleteEmptySong(song: EmptySong, tx: Tx, now: Date): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 AS locked FROM song WHERE id = ${song.songId}::uuid FOR NO KEY UPDATE`;
  const count = await tx.$executeRaw`
    UPDATE song SET deleted_at = ${now}, updated_at = ${now}
    WHERE id = ${song.songId}::uuid AND created_by_id = ${song.createdById}::uuid AND created_at >= ${song.madeSince}
      AND deleted_at IS NULL AND version_seq = 0 AND cover_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM version v WHERE v.song_id = song.id)
      AND NOT EXISTS (SELECT 1 FROM comment c WHERE c.song_id = song.id)
      AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.song_id = song.id
        AND u.state IN ('reserved', 'open', 'completing', 'stored'))`;
  return count > 0;
}

/** A song as it is, which nobody else changes until the transaction ends. Null when it was deleted meanwhile. */
export async function lockSong(scope: SongScope, tx: Tx) {
  await tx.$queryRaw`SELECT 1 AS locked FROM song WHERE id = ${scope.songId}::uuid FOR NO KEY UPDATE`;
  return await tx.song.findFirst({
    where: { id: scope.songId, projectId: scope.projectId, deletedAt: null },
    select: {
      ...{ name: true, description: true, stage: true, archivedAt: true },
      ...{ currentVersionId: true, masterVersionId: true, coverId: true },
    },
  });
}

/** False when it was deleted meanwhile. */
export async function updateSongRow(
  scope: SongScope,
  tx: Tx,
  change: Omit<Prisma.SongUncheckedUpdateManyInput, "id" | "projectId">,
): Promise<boolean> {
  const { count } = await tx.song.updateMany({
    where: { id: scope.songId, projectId: scope.projectId, deletedAt: null },
    data: change,
  });
  return count > 0;
}
