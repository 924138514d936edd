import type { Actor } from "@/lib/access/actor";
import { type ProjectScope, type SongScope, scopeProject, scopeSong } from "@/lib/access/scope";
import { decodeCursor, type Page, toPage } from "@/lib/core/cursor";
import { cutExcerpt } from "@/lib/core/excerpt";
import type { PageQuery } from "@/lib/core/http-schema";
import { buildHref } from "@/lib/core/page-address";
import type { Services } from "@/lib/services";
import { type DeedKind, type DeedView, deedPayloadSchema } from "./schema";
import { type DeedRow, findDeeds } from "./store";

/** What happened in a project, newest first, of the songs that the person may open now. @throws AppError not_found, invalid_input. */
export async function readProjectActivity(
  services: Services,
  actor: Actor | null,
  projectId: string,
  query: PageQuery,
): Promise<Page<DeedView>> {
  return await readDeeds(services, await scopeProject(services.db, actor, projectId, "project:read"), query);
}

/** What happened in a song, wherever it was then, newest first. @throws AppError not_found, invalid_input. */
export async function readSongActivity(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
  query: PageQuery,
): Promise<Page<DeedView>> {
  return await readDeeds(services, await scopeSong(services.db, actor, target, "song:read"), query);
}

async function readDeeds(
  services: Services,
  scope: ProjectScope | SongScope,
  query: PageQuery,
): Promise<Page<DeedView>> {
  const before = query.cursor ? decodeCursor(query.cursor) : null;
  const { items, nextCursor } = toPage(
    await findDeeds(scope, services.db, { before, take: query.limit + 1 }),
    query.limit,
  );
  return { items: items.map(showDeed), nextCursor };
}

function showDeed(row: DeedRow): DeedView {
  const { was = null, is = null, briefId } = deedPayloadSchema.parse(row.payload);
  const { doerId: id, doerName: name } = row;
  return {
    id: row.id,
    kind: row.kind as DeedKind,
    doer: id !== null && name !== null ? { id, name } : null,
    songId: row.songId,
    songName: row.songName,
    versionNumber: row.versionNumber,
    fileName: row.fileName,
    excerpt: row.body === null ? null : cutExcerpt(row.body),
    startSec: row.startMs === null ? null : row.startMs / 1000,
    ...{ was, is },
    href: buildHref({ ...row, commentId: row.threadId, rail: briefId ? "brief" : null }),
    createdAt: row.createdAt.toISOString(),
  };
}
