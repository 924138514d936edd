import type { VersionView } from "@/lib/domains/versions/schema";
import { coverUrl } from "../api/cover-url";
import { songPath } from "../api/queries";
import type { PlayerTrack } from "./track";

/** What a track says of its song; songs in lists and songs whole both have it. */
export interface TrackSong {
  id: string;
  projectId: string;
  name: string;
  projectName: string;
  coverId: string | null;
}

/** A version as the player takes it; null while there is nothing to hear. */
export function toTrack(song: TrackSong, version: VersionView): PlayerTrack | null {
  if (!version.isPlayable || version.durationSec === null) return null;
  const address = { projectId: song.projectId, songId: song.id };
  const versionUrl = `/api${songPath(address)}/versions/${version.id}`;
  const [small, large] = (["small", "large"] as const).map((size) => coverUrl(address, song.coverId, size));
  return {
    versionId: version.id,
    songId: song.id,
    title: song.name,
    versionLabel: `v${version.number}`,
    projectName: song.projectName,
    href: `${songPath(address)}?version=${version.id}`,
    cover: small && large ? { small, large } : null,
    durationSec: version.durationSec,
    previewUrl: `${versionUrl}/preview`,
    playsUrl: `${versionUrl}/plays`,
  };
}
