"use client";
import { Pause, Play, Repeat } from "lucide-react";
import { joinClasses } from "@/app/_ui/class-names";
import { formatTime } from "@/app/_ui/format-time";
import { IconButton } from "@/app/_ui/icon-button";
import { Tooltip } from "@/app/_ui/tooltip";
import { PlayerClock } from "./player-clock";
import { usePlayer, usePlayerState } from "./player-provider";
import { SeekBar } from "./seek-bar";
import { SkipButton } from "./skip-button";

function PlayButton() {
  const player = usePlayer();
  const status = usePlayerState((state) => state.status);
  const isRunning = status === "playing" || status === "loading";
  const label = isRunning ? "Pause" : "Play";
  const Icon = isRunning ? Pause : Play;
  return (
    <Tooltip content={label} keys={["Space"]}>
      <button
        type="button"
        aria-label={label}
        aria-busy={status === "loading"}
        disabled={status === "idle"}
        onClick={player.toggle}
        className={joinClasses(
          "mx-[5px] grid size-[38px] shrink-0 place-items-center rounded-full bg-ink text-paper transition-opacity duration-calm disabled:cursor-not-allowed disabled:opacity-45 max-desk:mx-0.5 max-desk:size-11",
          status === "loading" && "opacity-70",
        )}
      >
        <Icon aria-hidden fill="currentColor" strokeWidth={1} className="size-4" />
      </button>
    </Tooltip>
  );
}

/** Keys, running time, seek line and length. */
export function PlayerTransport() {
  const player = usePlayer();
  const durationSec = usePlayerState((state) => state.track?.durationSec ?? 0);
  const isIdle = usePlayerState((state) => state.status === "idle");
  const hasLoop = usePlayerState((state) => state.loop !== null);
  const isLooping = usePlayerState((state) => state.isLooping);
  return (
    <div className="grid grid-cols-[auto_auto_minmax(0,1fr)_auto] items-center gap-3 max-desk:block">
      <div className="flex items-center gap-0.5">
        <SkipButton direction="back" isDisabled={isIdle} onSkip={() => player.seekBy(-5)} />
        <PlayButton />
        <SkipButton direction="forward" isDisabled={isIdle} onSkip={() => player.seekBy(5)} />
        <IconButton
          label={hasLoop ? "Loop the range" : "Loop: select a range first"}
          keys={hasLoop ? ["L"] : undefined}
          aria-pressed={isLooping}
          disabled={!hasLoop}
          onClick={player.toggleLoop}
          className="max-desk:hidden"
        >
          <Repeat aria-hidden />
        </IconButton>
      </div>
      <PlayerClock
        position={player.position}
        className={joinClasses(
          "min-w-[46px] text-right tabular-nums max-desk:hidden",
          isIdle ? "text-grey-2" : "font-strong",
        )}
      />
      {isIdle ? (
        <div className="h-[3px] rounded-[2px] bg-wave-peak max-desk:absolute max-desk:inset-x-0 max-desk:-top-0.5 max-desk:rounded-none" />
      ) : (
        <SeekBar durationSec={durationSec} position={player.position} onSeek={player.seek} />
      )}
      <span className="min-w-[46px] text-grey-2 tabular-nums max-desk:hidden">{formatTime(durationSec)}</span>
    </div>
  );
}
