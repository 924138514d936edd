"use client";
import { usePlayer } from "./player-provider";
import { useKeys } from "./use-keys";

const STEP_SEC = 5;
const FINE_STEP_SEC = 1;
const SHUTTLE_SEC = 10;

/** Space, arrows, J K L and M, on every page that has the player. With a range, L loops it; else it goes on 10 seconds. */
export function usePlayerKeys(): void {
  const player = usePlayer();
  const whenLoaded = (act: () => void) => () => {
    if (!player.getState().track) return false;
    act();
  };
  useKeys({
    Space: whenLoaded(player.toggle),
    k: whenLoaded(player.toggle),
    ArrowLeft: whenLoaded(() => player.seekBy(-STEP_SEC)),
    ArrowRight: whenLoaded(() => player.seekBy(STEP_SEC)),
    "Shift+ArrowLeft": whenLoaded(() => player.seekBy(-FINE_STEP_SEC)),
    "Shift+ArrowRight": whenLoaded(() => player.seekBy(FINE_STEP_SEC)),
    j: whenLoaded(() => player.seekBy(-SHUTTLE_SEC)),
    l: whenLoaded(() => (player.getState().loop ? player.toggleLoop() : player.seekBy(SHUTTLE_SEC))),
    m: whenLoaded(player.toggleMute),
  });
}
