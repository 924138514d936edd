import type { Actor } from "@/lib/access/actor";
import { scopeAccount, scopeProject, scopeSong } from "@/lib/access/scope";
import { decodeCursor, type Page, toPage } from "@/lib/core/cursor";
import { notFound } from "@/lib/core/errors";
import type { PageQuery } from "@/lib/core/http-schema";
import { readAi } from "@/lib/domains/projects/reads";
import { readTagNames } from "@/lib/domains/tags/reads";
import { listVersions, readCurrentVersions } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { keepLiving, toFilter } from "./rules";
import type { SongItem, SongListQuery, SongView } from "./schema";
import { findRecentSongs, findSong, findSongs, findSongsBy, type SongItemRow } from "./store";

const HOME_SONGS = 20;

/** Songs of a project that the person may open and that fit, newest first. @throws AppError not_found, invalid_input. */
export async function listSongs(
  services: Services,
  actor: Actor | null,
  projectId: string,
  query: PageQuery & Partial<SongListQuery>,
): Promise<Page<SongItem>> {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  const page = { before: query.cursor ? decodeCursor(query.cursor) : null, take: query.limit + 1 };
  const filter = toFilter({ ...query, names: readTagNames(query.tags) });
  const rows = await (filter ? findSongsBy(scope, services.db, page, filter) : findSongs(scope, services.db, page));
  return toPage(await toSongItems(services, rows), query.limit);
}

/** What changed last, over all projects. @throws AppError unauthenticated. */
export async function readHome(services: Services, actor: Actor | null): Promise<{ songs: SongItem[] }> {
  const rows = await findRecentSongs(scopeAccount(actor), services.db, HOME_SONGS);
  return { songs: await toSongItems(services, rows) };
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
    stage: song.stage,
    ...keepLiving(song, versions),
    role: scope.role,
    eventSeq: song.eventSeq,
    ai: readAi(services, song.project),
    versions,
    createdAt: song.createdAt.toISOString(),
    updatedAt: song.updatedAt.toISOString(),
  };
}

async function toSongItems(services: Services, rows: SongItemRow[]): Promise<SongItem[]> {
  const ids = rows.map((row) => row.id);
  const current = await readCurrentVersions(services.db, ids);
  return rows.map((row) => ({
    id: row.id,
    projectId: row.projectId,
    projectName: row.project.name,
    name: row.name,
    stage: row.stage,
    versionCount: row._count.versions,
    openCommentCount: row._count.comments,
    latest: current.get(row.id) ?? null,
    newestNumber: row.versions[0]?.number ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
