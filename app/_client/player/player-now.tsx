"use client";
import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { Button } from "@/app/_ui/button";
import { OutlineTag } from "@/app/_ui/chip";
import { Cover } from "@/app/_ui/cover";
import { formatTime } from "@/app/_ui/format-time";
import { PlayerClock } from "./player-clock";
import { usePlayer, usePlayerState } from "./player-provider";

/** What is in the player: song, version, project, or what went wrong with it. */
export function PlayerNow() {
  const player = usePlayer();
  const track = usePlayerState((state) => state.track);
  const hasFailed = usePlayerState((state) => state.status === "error");
  return (
    <div className="flex min-w-0 items-center gap-3">
      {track ? (
        <Cover id={track.songId} kind="song" src={track.cover?.small ?? null} className="size-10" />
      ) : (
        <span aria-hidden className="size-10 shrink-0 rounded-tag bg-press" />
      )}
      {!track && <p className="truncate text-grey-2">Nothing to play yet</p>}
      {track && (
        <div className="min-w-0">
          <p className="flex min-w-0 items-center gap-[7px]">
            <Link
              href={track.href}
              className="touch-44 min-w-0 truncate rounded-tag font-strong underline-offset-2 hover:underline"
            >
              {track.title}
            </Link>
            <OutlineTag>{track.versionLabel}</OutlineTag>
          </p>
          {hasFailed ? (
            <p role="alert" className="flex items-center gap-1.5 text-bad-text text-meta">
              <CircleAlert aria-hidden className="size-3.5 shrink-0" />
              <span className="truncate">The sound stopped coming.</span>
              <Button size="small" onClick={player.play}>
                Go on
              </Button>
            </p>
          ) : (
            <p className="truncate text-grey-2 text-meta tabular-nums">
              <span className="text-ink desk:hidden">
                <PlayerClock position={player.position} /> / {formatTime(track.durationSec)} ·{" "}
              </span>
              {track.projectName}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
