import type { PlayerTrack } from "@/app/_client/player/track";
import type { VisitSongView, VisitVersionView, VisitView } from "@/lib/domains/links/visiting/schema";
import { visitSongPath } from "./visit-queries";

type Size = "small" | "large";

/** A picture's address for a guest; null for none. */
export function visitCoverUrl(linkId: string, coverId: string | null, size: Size): string | null {
  return coverId === null ? null : `/api/links/${linkId}/covers/${coverId}?size=${size}`;
}

/** A version as the player takes it; null while there is nothing to hear. */
export function toVisitTrack(
  visit: VisitView,
  song: VisitSongView,
  version: VisitVersionView,
  token: string,
): PlayerTrack | null {
  if (!version.isPlayable || version.durationSec === null) return null;
  const { linkId } = visit;
  const versionUrl = `${visitSongPath({ linkId, songId: song.id })}/versions/${version.id}`;
  const [small, large] = [visitCoverUrl(linkId, song.coverId, "small"), visitCoverUrl(linkId, song.coverId, "large")];
  return {
    versionId: version.id,
    songId: song.id,
    title: song.name,
    versionLabel: `v${version.number}`,
    projectName: visit.projectName,
    href: `/l/${token}?song=${song.id}`,
    cover: small && large ? { small, large } : null,
    durationSec: version.durationSec,
    previewUrl: `${versionUrl}/preview`,
    playsUrl: `${versionUrl}/plays`,
  };
}
