/** Where playback is, told many times a second without rendering anything. */
export type PositionSource = {
  getPositionSec: () => number;
  /** Calls back on every frame while playing and after each seek; answers how to stop. */
  subscribe: (listener: () => void) => () => void;
};

/** A place that never moves: for a version that is not in the player. */
export function holdPosition(positionSec = 0): PositionSource {
  return { getPositionSec: () => positionSec, subscribe: () => () => undefined };
}
