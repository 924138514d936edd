import type { Actor } from "@/lib/access/actor";
import { type LinkScope, type LinkVisitor, scopeLink, scopeLinkSong } from "@/lib/access/link-scope";
import { findLiveLink } from "@/lib/access/link-scope-store";
import { isAllowed, strongestRole } from "@/lib/access/policy";
import { readProjectRoles, readSongRoles } from "@/lib/access/scope-store";
import { hashSecret } from "@/lib/access/tokens";
import { visitorScope } from "@/lib/access/visitor-scope";
import type { Page } from "@/lib/core/cursor";
import { notFound } from "@/lib/core/errors";
import { readComments } from "@/lib/domains/comments/reads";
import type { CommentListQuery, CommentView } from "@/lib/domains/comments/schema";
import { openCoverOf } from "@/lib/domains/covers/reads";
import type { CoverSize } from "@/lib/domains/covers/schema";
import { listVersions, openPeaksOf, signDownloadOf, signPreviewOf } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { toVisitVersion } from "./rules";
import type { VisitSongView, VisitView } from "./schema";
import { findGate, findHolder, findPlayedDurations, findVisit, findVisitSong, findVisitSongs, noteUse } from "./store";

/** Long enough for a song, short for one who lost the link meanwhile. */
const SIGNED_SEC = 15 * 60;

interface SongPath {
  songId: string;
}

/** A link as somebody meets it who is not in yet. */
export interface Gate {
  linkId: string;
  needsPassword: boolean;
}

/**
 * Whether a browser may knock with this token: null for a link that is over, full or never was, and for a guest who is kept
 * out, so that they can't be told apart. A guest of before may come back to a full one.
 */
export async function readGate(
  services: Services,
  token: string,
  readSecret: (linkId: string) => string | null,
): Promise<Gate | null> {
  const tokenHash = hashSecret(token);
  const link = await findLiveLink(services.db, tokenHash, services.clock.now());
  const row = link && (await findGate(visitorScope, services.db, tokenHash));
  if (!row) return null;
  const secret = readSecret(row.id);
  const holder = secret === null ? null : await findHolder(visitorScope, services.db, row.id, hashSecret(secret));
  if (holder?.blockedAt) return null;
  const isFull = row.maxGuests !== null && row.guestCount >= row.maxGuests;
  return isFull && !holder ? null : { linkId: row.id, needsPassword: row.passwordHash !== null };
}

export interface OwnWay {
  projectId: string;
  /** Null for a project. */
  songId: string | null;
  canComment: boolean;
}

/** Where a person who is signed in finds the same by themselves; null for one who was given nothing of it. */
export async function readOwnWay(services: Services, actor: Actor | null, token: string): Promise<OwnWay | null> {
  const link = actor && (await findLiveLink(services.db, hashSecret(token), services.clock.now()));
  if (!link || actor.kind === "system") return null;
  const { projectId } = link;
  const [first, second] = await findVisitSongs(link, services.db);
  const songId = link.extent === "songs" && first && !second ? first.id : null;
  const found = await readProjectRoles(services.db, actor.accountId, projectId);
  const ofSong = songId === null ? [] : await readSongRoles(services.db, actor.accountId, { projectId, songId });
  const role = strongestRole([...found.roles, ...ofSong]);
  return role && { projectId, songId, canComment: isAllowed(role, "song:comment") };
}

/** What the link leads to. @throws AppError not_found. */
export async function readVisit(services: Services, visitor: LinkVisitor): Promise<VisitView> {
  const now = services.clock.now();
  const scope = await scopeLink(services.db, visitor, now);
  const [link, songs] = await Promise.all([findVisit(scope, services.db), findVisitSongs(scope, services.db)]);
  if (!link) throw notFound("link");
  await noteUse(scope, services.db, now);
  const ids = songs.map((song) => song.id);
  const durations = await findPlayedDurations(scope, services.db, ids);
  const { project } = link;
  const only = scope.extent === "songs" && songs.length === 1 ? songs[0] : undefined;
  const isProject = scope.extent === "project";
  return {
    linkId: scope.linkId,
    name: only?.name ?? project.name,
    projectName: project.name,
    extent: scope.extent,
    projectId: scope.projectId,
    coverId: isProject ? project.coverId : null,
    description: isProject ? project.description : "",
    sharedBy: link.createdBy.name,
    canComment: scope.canComment,
    canDownload: scope.canDownload,
    canSeeVersions: scope.canSeeVersions,
    songs: songs.map(({ id, name, coverId }) => ({ id, name, coverId, durationSec: toSec(durations.get(id)) })),
    guest: showGuest(scope),
  };
}

function showGuest({ guestId, guestName, accountId }: LinkScope): VisitView["guest"] {
  return { id: guestId, name: guestName, authorId: accountId };
}

function toSec(ms: number | null | undefined): number | null {
  return typeof ms === "number" ? ms / 1000 : null;
}

/** @throws AppError not_found. */
export async function readVisitSong(
  services: Services,
  visitor: LinkVisitor,
  { songId }: SongPath,
): Promise<VisitSongView> {
  const scope = await scopeLinkSong(services.db, visitor, songId, "listen", services.clock.now());
  const song = await findVisitSong(scope, services.db);
  if (!song) throw notFound("song");
  const versions = await listVersions(services.db, scope);
  return { ...song, playedVersionId: scope.playedVersionId, versions: versions.map(toVisitVersion) };
}

/** @throws AppError not_found, forbidden where the link takes no comments: it then shows none. */
export async function readVisitComments(
  services: Services,
  visitor: LinkVisitor,
  { songId }: SongPath,
  query: CommentListQuery,
): Promise<Page<CommentView>> {
  const scope = await scopeLinkSong(services.db, visitor, songId, "comment", services.clock.now());
  return await readComments(services, scope, query);
}

/** @throws AppError not_found, conflict `peaks_not_ready`. */
export async function openVisitPeaks(
  services: Services,
  visitor: LinkVisitor,
  { songId, versionId }: SongPath & { versionId: string },
  layer: "peaks" | "rms",
) {
  const scope = await scopeLinkSong(services.db, visitor, songId, "listen", services.clock.now());
  return await openPeaksOf(services, scope, versionId, layer);
}

/** An address that plays the version for a quarter of an hour. @throws AppError not_found, conflict `preview_not_ready`. */
export async function signVisitPreview(
  services: Services,
  visitor: LinkVisitor,
  { songId, versionId }: SongPath & { versionId: string },
): Promise<string> {
  const scope = await scopeLinkSong(services.db, visitor, songId, "listen", services.clock.now());
  return await signPreviewOf(services, scope, versionId, SIGNED_SEC);
}

/** @throws AppError not_found, forbidden. */
export async function signVisitDownload(
  services: Services,
  visitor: LinkVisitor,
  { songId, versionId }: SongPath & { versionId: string },
): Promise<string> {
  const scope = await scopeLinkSong(services.db, visitor, songId, "download", services.clock.now());
  return await signDownloadOf(services, scope, versionId, SIGNED_SEC);
}

/** The picture of a song that the link leads to, or of the project. @throws AppError not_found. */
export async function openVisitCover(services: Services, visitor: LinkVisitor, coverId: string, size: CoverSize) {
  const scope = await scopeLink(services.db, visitor, services.clock.now());
  const { projectId } = scope;
  const song = (await findVisitSongs(scope, services.db)).find((one) => one.coverId === coverId);
  if (song) return await openCoverOf(services, { projectId, songId: song.id }, coverId, size);
  const link = await findVisit(scope, services.db);
  if (scope.extent !== "project" || link?.project.coverId !== coverId) throw notFound("cover");
  return await openCoverOf(services, { projectId }, coverId, size);
}
