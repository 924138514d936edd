"use client";
import { Volume1, Volume2, VolumeX } from "lucide-react";
import { IconButton } from "@/app/_ui/icon-button";
import { Slider } from "@/app/_ui/slider";
import { usePlayer, usePlayerState } from "./player-provider";

/** Loudness of this device; a phone has keys of its own for that. */
export function PlayerVolume() {
  const player = usePlayer();
  const volume = usePlayerState((state) => (state.isMuted ? 0 : state.volume));
  const isIdle = usePlayerState((state) => state.status === "idle");
  const Icon = volume === 0 ? VolumeX : volume < 0.5 ? Volume1 : Volume2;
  if (isIdle) return null;
  return (
    <div className="flex items-center justify-end gap-1 max-desk:hidden">
      <IconButton label={volume === 0 ? "Sound on" : "Mute"} keys={["M"]} onClick={player.toggleMute}>
        <Icon aria-hidden />
      </IconButton>
      <Slider
        label="Volume"
        value={volume}
        valueText={`${Math.round(volume * 100)} per cent`}
        onValueChange={player.setVolume}
        className="w-16"
      />
    </div>
  );
}
