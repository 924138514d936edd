import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeProject, scopeSong } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { AppError, notFound } from "@/lib/core/errors";
import { buildCoverKey } from "@/lib/core/object-keys";
import type { Services } from "@/lib/services";
import { type CoverOwner, takesEmbedded } from "./rules";
import type { CoverSize } from "./schema";
import { findCover, findKnownCovers, findSongCovers } from "./store";

/** A picture that never changes: `load` fetches it from storage. */
interface OpenCover {
  etag: string;
  load: () => Promise<Uint8Array>;
}

/** One who was given single songs of a project sees theirs, not the project's. @throws AppError not_found. */
export async function openProjectCover(
  services: Services,
  actor: Actor | null,
  { projectId, coverId }: { projectId: string; coverId: string },
  size: CoverSize,
): Promise<OpenCover> {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  if (!scope.role) throw notFound("cover");
  return await open(services, { projectId: scope.projectId }, coverId, size);
}

/** @throws AppError not_found. */
export async function openSongCover(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string; coverId: string },
  size: CoverSize,
): Promise<OpenCover> {
  const { projectId, songId } = await scopeSong(services.db, actor, target, "song:read");
  return await open(services, { projectId, songId }, target.coverId, size);
}

/** As `openSongCover`, for one whose right was proved. @throws AppError not_found. */
export function openCoverOf(
  services: Services,
  owner: CoverOwner,
  coverId: string,
  size: CoverSize,
): Promise<OpenCover> {
  return open(services, owner, coverId, size);
}

async function open(services: Services, owner: CoverOwner, coverId: string, size: CoverSize): Promise<OpenCover> {
  const cover = await findCover(owner, services.db, coverId);
  if (!cover) throw notFound("cover");
  const load = async () => {
    const bytes = await services.storage.readAll(buildCoverKey({ projectId: cover.projectId, coverId }, size));
    if (bytes) return bytes;
    throw new AppError("unavailable", "cover_lost", "File storage does not have this picture right now.");
  };
  return { etag: `"${cover.sha256}-${size}"`, load };
}

/** Whether a picture that is found in a take's file becomes the song's. */
export async function wantsEmbedded({ db }: Services, _scope: SystemScope, song: { songId: string }): Promise<boolean> {
  return takesEmbedded(await findSongCovers(song, db));
}

/** Those of these covers that a row knows. */
export function readKnownCovers(
  { db }: Services,
  scope: SystemScope | AdminScope,
  ids: string[],
): Promise<Set<string>> {
  return findKnownCovers(scope, db, ids);
}
