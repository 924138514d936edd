import type { Actor } from "@/lib/access/actor";
import { type AccountScope, type ProjectScope, scopeAccount, scopeProject, scopeSong } from "@/lib/access/scope";
import { decodePlace, encodePlace, type Page, toPage } from "@/lib/core/cursor";
import { AppError, notFound } from "@/lib/core/errors";
import type { PageQuery } from "@/lib/core/http-schema";
import type { Db, Tx } from "@/lib/db/client";
import { readWaiting } from "@/lib/domains/notifications/waiting/reads";
import { listArchivedProjects, readAi } from "@/lib/domains/projects/reads";
import { readTagNames } from "@/lib/domains/tags/reads";
import { listVersions, readCurrentVersions } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { findCounts } from "./counts-store";
import { findRecentSongs } from "./recent-store";
import { keepLiving, toFilter } from "./rules";
import type { Archive, Home, SongItem, SongListQuery, SongView } from "./schema";
import { findArchivedSongs, findSong, findSongs, findSongsBy, isInArchive, type SongItemRow } from "./store";

const HOME_SONGS = 20;

/** Songs of a project that the person may open and that fit, in their order; the archive only when asked for. @throws AppError not_found, invalid_input. */
export async function listSongs(
  services: Services,
  actor: Actor | null,
  projectId: string,
  query: PageQuery & Partial<SongListQuery>,
): Promise<Page<SongItem>> {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  const before = query.cursor ? decodePlace(query.cursor) : null;
  const page = { before, take: query.limit + 1, isArchived: query.archived === "yes" };
  const filter = toFilter({ ...query, names: readTagNames(query.tags) });
  const rows = await (filter ? findSongsBy(scope, services.db, page, filter) : findSongs(scope, services.db, page));
  const { items, nextCursor } = toPage(rows, query.limit, encodePlace);
  return { items: await toSongItems(services, scope, items), nextCursor };
}

/** What waits for the person, and what changed last, over all projects. @throws AppError unauthenticated. */
export async function readHome(services: Services, actor: Actor | null): Promise<Home> {
  const scope = scopeAccount(actor);
  const [waiting, rows] = await Promise.all([
    readWaiting(services, actor),
    findRecentSongs(scope, services.db, HOME_SONGS),
  ]);
  return { waiting, songs: await toSongItems(services, scope, rows) };
}

const ARCHIVED_SONGS = 200;

/** Projects and songs that were laid aside, over all projects. @throws AppError unauthenticated. */
export async function readArchive(services: Services, actor: Actor | null): Promise<Archive> {
  const scope = scopeAccount(actor);
  const [projects, songs] = await Promise.all([
    listArchivedProjects(services, actor),
    findArchivedSongs(scope, services.db, ARCHIVED_SONGS),
  ]);
  return { projects, songs: await toSongItems(services, scope, songs) };
}

/** New takes come to what is not archived. @throws AppError conflict `archived`. */
export async function requireOutOfArchive(db: Db | Tx, target: { projectId: string; songId?: string }): Promise<void> {
  if (!(await isInArchive(target, db))) return;
  throw new AppError("conflict", "archived", "This lies in the archive. Bring it back from there, then upload.");
}

/** A song with its versions, and where its live stream goes on. @throws AppError not_found. */
export async function readSong(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
): Promise<SongView> {
  const scope = await scopeSong(services.db, actor, target, "song:read");
  const song = await findSong(scope, services.db);
  if (!song) throw notFound("song");
  const versions = await listVersions(services.db, scope);
  return {
    id: song.id,
    projectId: song.projectId,
    projectName: song.project.name,
    name: song.name,
    description: song.description,
    stage: song.stage,
    ...keepLiving(song, versions),
    coverId: song.coverId,
    isArchived: song.archivedAt !== null,
    isProjectArchived: song.project.archivedAt !== null,
    role: scope.role,
    canDownload: scope.canDownload,
    eventSeq: song.eventSeq,
    ai: readAi(services, song.project),
    versions,
    createdAt: song.createdAt.toISOString(),
    updatedAt: song.updatedAt.toISOString(),
  };
}

async function toSongItems(
  services: Services,
  scope: AccountScope | ProjectScope,
  rows: SongItemRow[],
): Promise<SongItem[]> {
  const ids = rows.map((row) => row.id);
  const [current, counts] = await Promise.all([
    readCurrentVersions(services.db, ids),
    findCounts(scope, services.db, ids),
  ]);
  return rows.map((row) => ({
    id: row.id,
    projectId: row.projectId,
    projectName: row.project.name,
    name: row.name,
    stage: row.stage,
    coverId: row.coverId,
    versionCount: counts.get(row.id)?.versionCount ?? 0,
    openCommentCount: counts.get(row.id)?.openCommentCount ?? 0,
    latest: current.get(row.id) ?? null,
    newestNumber: counts.get(row.id)?.newestNumber ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
