import type { VersionView } from "@/lib/domains/versions/schema";
import { songPath } from "../api/queries";
import type { PlayerTrack } from "./track";

/** What a track says of its song; songs in lists and songs whole both have it. */
export interface TrackSong {
  id: string;
  projectId: string;
  name: string;
  projectName: string;
}

/** A version as the player takes it; null while there is nothing to hear. */
export function toTrack(song: TrackSong, version: VersionView): PlayerTrack | null {
  if (!version.isPlayable || version.durationSec === null) return null;
  const address = { projectId: song.projectId, songId: song.id };
  return {
    versionId: version.id,
    songId: song.id,
    title: song.name,
    versionLabel: `v${version.number}`,
    projectName: song.projectName,
    href: `${songPath(address)}?version=${version.id}`,
    durationSec: version.durationSec,
    previewUrl: `/api${songPath(address)}/versions/${version.id}/preview`,
  };
}
