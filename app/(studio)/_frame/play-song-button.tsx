"use client";
import { Pause, Play } from "lucide-react";
import { usePlayer, usePlayerState } from "@/app/_client/player/player-provider";
import { toTrack } from "@/app/_client/player/to-track";
import { IconButton } from "@/app/_ui/icon-button";
import type { SongItem } from "@/lib/domains/songs/schema";

/** Plays a song's current version from the list, or stops it. */
export function PlaySongButton({ song }: { song: SongItem }) {
  const player = usePlayer();
  const track = song.latest && toTrack(song, song.latest);
  const isCurrent = usePlayerState((state) => track !== null && state.track?.versionId === track.versionId);
  const isRunning = usePlayerState((state) => state.status === "playing" || state.status === "loading") && isCurrent;
  if (!track) return <span />;
  const press = () => {
    if (isCurrent) player.toggle();
    else player.load(track, { startSec: 0, shouldPlay: true });
  };
  return (
    <IconButton
      label={`${isRunning ? "Pause" : "Play"} ${song.name} ${track.versionLabel}`}
      onClick={press}
      className={isRunning ? "text-accent-text!" : undefined}
    >
      {isRunning ? <Pause aria-hidden className="fill-current" /> : <Play aria-hidden className="fill-current" />}
    </IconButton>
  );
}
