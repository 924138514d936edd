import type { LoudnessCurve } from "./audio-analysis";

/**
 * The same curve in at most `mostPoints` points, each the loudest of the seconds it stands for, rounded to 0.1 LU.
 * Steps stay whole seconds, so the last point may stand for fewer.
 */
export function thinCurve({ stepSec, lufs }: LoudnessCurve, mostPoints: number): { stepSec: number; lufs: number[] } {
  const together = Math.max(1, Math.ceil(lufs.length / mostPoints));
  const points: number[] = [];
  for (let from = 0; from < lufs.length; from += together) {
    points.push(Math.round(Math.max(...lufs.subarray(from, from + together)) * 10) / 10);
  }
  return { stepSec: stepSec * together, lufs: points };
}
