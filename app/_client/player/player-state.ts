import type { LoopRange, PlayerTrack } from "./track";

export type PlayerStatus = "idle" | "loading" | "playing" | "paused" | "error";

export type PlayerState = {
  track: PlayerTrack | null;
  status: PlayerStatus;
  /** Told at most four times a second; for every frame there is `position`. */
  positionSec: number;
  volume: number;
  isMuted: boolean;
  /** The range that can be looped, and whether it is. */
  loop: LoopRange | null;
  isLooping: boolean;
};

export const IDLE_STATE: PlayerState = {
  track: null,
  status: "idle",
  positionSec: 0,
  volume: 1,
  isMuted: false,
  loop: null,
  isLooping: false,
};

const SHORTEST_LOOP_SEC = 0.1;

/** A range inside the song, or null when too little is left of it. */
export function fitLoop(loop: LoopRange | null, durationSec: number): LoopRange | null {
  if (!loop) return null;
  const startSec = Math.max(0, Math.min(loop.startSec, durationSec));
  const endSec = Math.max(0, Math.min(loop.endSec, durationSec));
  return endSec - startSec >= SHORTEST_LOOP_SEC ? { startSec, endSec } : null;
}

/** A place inside the song. */
export function fitPosition(positionSec: number, durationSec: number): number {
  return Number.isFinite(positionSec) ? Math.min(Math.max(0, positionSec), Math.max(0, durationSec)) : 0;
}

/** Whether the words of the state should change for a new position: a quarter second, or a leap back. */
export function isWorthTelling(toldSec: number, positionSec: number): boolean {
  return Math.abs(positionSec - toldSec) >= 0.25;
}
