import type { Actor } from "@/lib/access/actor";
import { type ProjectScope, type SongScope, scopeAccount, scopeProject, scopeSong } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { buildLinkUrl, judgeLink } from "./rules";
import type { LinkGuestView, LinkView } from "./schema";
import { findLinks, findOwnLinks, type LinkRow } from "./store";

/** One who may share a project may look after its links, one who may share a song after those to that song alone. */
export function scopeLinks(
  services: Services,
  actor: Actor | null,
  { projectId, songId }: { projectId: string; songId?: string | undefined },
): Promise<ProjectScope | SongScope> {
  return songId === undefined
    ? scopeProject(services.db, actor, projectId, "project:share")
    : scopeSong(services.db, actor, { projectId, songId }, "song:share");
}

/** The links of a project or a song that were not revoked, newest first. @throws AppError not_found, forbidden. */
export async function readLinks(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId?: string | undefined },
): Promise<{ items: LinkView[] }> {
  const rows = await findLinks(await scopeLinks(services, actor, target), services.db);
  return { items: rows.map((row) => showLink(services, row)) };
}

/** Every link that the person may look after, over all projects. @throws AppError unauthenticated. */
export async function readOwnLinks(services: Services, actor: Actor | null): Promise<{ items: LinkView[] }> {
  const rows = await findOwnLinks(scopeAccount(actor), services.db);
  return { items: rows.map((row) => showLink(services, row)) };
}

export function showLink(services: Services, row: LinkRow): LinkView {
  const { pinnedVersionId: versionId, pinned } = row;
  return {
    id: row.id,
    projectId: row.projectId,
    projectName: row.project.name,
    // A song that was moved elsewhere is no longer one that the link leads to.
    songs: row.songs
      .filter(({ song }) => song.projectId === row.projectId)
      .map(({ song: { id, name } }) => ({ id, name })),
    label: row.label,
    canComment: row.canComment,
    canDownload: row.canDownload,
    canSeeVersions: row.canSeeVersions,
    pinned: versionId !== null && pinned ? { versionId, number: pinned.number } : null,
    hasPassword: row.passwordHash !== null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    maxGuests: row.maxGuests,
    guestCount: row.guestCount,
    state: judgeLink(row, services.clock.now()),
    url: buildLinkUrl(services.config.app, row),
    createdBy: row.createdBy,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    guests: row.guests.map(showGuest),
  };
}

function showGuest(row: LinkRow["guests"][number]): LinkGuestView {
  const { id, account, blockedAt, createdAt, lastSeenAt } = row;
  return {
    id,
    name: account?.name ?? null,
    isBlocked: blockedAt !== null,
    enteredAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  };
}
