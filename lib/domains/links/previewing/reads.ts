import { findLinkSong, findLiveLink, type LinkGrant } from "@/lib/access/link-scope-store";
import { hashSecret } from "@/lib/access/tokens";
import { visitorScope } from "@/lib/access/visitor-scope";
import { openCoverOf } from "@/lib/domains/covers/reads";
import { hasVersion, openPeaksOf, viewVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { findOpenLink, findPreviewSongs } from "./store";

/** What a chat may show of a link. */
export interface LinkPreview {
  name: string;
  projectName: string;
  sharedBy: string;
  songCount: number;
  /** What its cover is drawn from where there is no picture. */
  coverOf: string;
}

export interface LinkPicture {
  coverOf: string;
  /** The cover's picture; null for none. */
  cover: Uint8Array | null;
  /** The waveform of the first song as audiowaveform's `.dat`; null for none yet. */
  peaks: Uint8Array | null;
}

/** The words of a link's preview; null for one that must reveal nothing: over, behind a password, full, or none at all. */
export async function readLinkPreview(services: Services, token: string): Promise<LinkPreview | null> {
  const found = await findPreview(services, token);
  if (!found) return null;
  const { row, songs, only } = found;
  return {
    name: only?.name ?? row.project.name,
    projectName: row.project.name,
    sharedBy: row.createdBy.name,
    songCount: songs.length,
    coverOf: only?.id ?? row.project.id,
  };
}

/** What a link's preview is drawn from; null where it must reveal nothing. */
export async function readLinkPicture(services: Services, token: string): Promise<LinkPicture | null> {
  const found = await findPreview(services, token);
  if (!found) return null;
  const { link, row, songs, only } = found;
  const { projectId } = link;
  const isProject = link.extent === "project";
  const owner = only ? { projectId, songId: only.id } : { projectId };
  const coverId = only?.coverId ?? (isProject ? row.project.coverId : null);
  const [cover, peaks] = await Promise.all([
    coverId === null ? null : openCoverOf(services, owner, coverId, "large").then((open) => open.load()),
    songs[0] ? readPeaks(services, link, songs[0].id) : null,
  ]);
  return { coverOf: only?.id ?? row.project.id, cover, peaks };
}

async function findPreview(services: Services, token: string) {
  const link = await findLiveLink(services.db, hashSecret(token), services.clock.now());
  const row = link && (await findOpenLink(visitorScope, services.db, link));
  if (!row) return null;
  const songs = await findPreviewSongs(visitorScope, services.db, link);
  return { link, row, songs, only: link.extent === "songs" && songs.length === 1 ? songs[0] : undefined };
}

async function readPeaks(services: Services, link: LinkGrant, songId: string): Promise<Uint8Array | null> {
  const versionId = (await findLinkSong(services.db, link, songId))?.playedVersionId ?? "";
  if (versionId === "" || !(await hasVersion(services.db, { songId }, versionId))) return null;
  const { analysis } = await viewVersion(services.db, { songId }, versionId);
  if (!analysis.hasPeaks) return null;
  return await (await openPeaksOf(services, { songId }, versionId, "peaks")).load();
}
