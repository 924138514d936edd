import { largestLane, leastLane, promoteHigh, sumLanes } from "./lanes";

const MOST: f32 = 32767;
const LEAST: f32 = -32768;
const SCALE: f32 = 32768;

/**
 * Least and largest sum of two channels' samples, each floored to a 16-bit integer, and the sum of the squares of their mean.
 * Writes them as three doubles to `result`.
 */
export function scanPeaks(left: usize, right: usize, frames: i32, result: usize): void {
  let least = f32x4.splat(Infinity);
  let most = f32x4.splat(-Infinity);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let i: i32 = 0;
  for (; i + 4 <= frames; i += 4, left += 16, right += 16) {
    const l = v128.load(left);
    const r = v128.load(right);
    const sum = f32x4.add(floorToInt16(l), floorToInt16(r));
    least = f32x4.pmin(least, sum);
    most = f32x4.pmax(most, sum);
    const lowSum = f64x2.add(f64x2.promote_low_f32x4(l), f64x2.promote_low_f32x4(r));
    const highSum = f64x2.add(promoteHigh(l), promoteHigh(r));
    low = f64x2.add(low, f64x2.mul(lowSum, lowSum));
    high = f64x2.add(high, f64x2.mul(highSum, highSum));
  }
  let squares = f64x2.add(low, high);
  for (; i < frames; i++, left += 4, right += 4) {
    const l = v128.load32_zero(left);
    const r = v128.load32_zero(right);
    const sum = f32x4.splat(f32x4.extract_lane(f32x4.add(floorToInt16(l), floorToInt16(r)), 0));
    least = f32x4.pmin(least, sum);
    most = f32x4.pmax(most, sum);
    const both = f64x2.add(f64x2.promote_low_f32x4(l), f64x2.promote_low_f32x4(r));
    squares = f64x2.add(squares, f64x2.mul(both, both));
  }
  store<f64>(result, <f64>leastLane(least));
  store<f64>(result, <f64>largestLane(most), 8);
  store<f64>(result, sumLanes(squares) / 4, 16);
}

function floorToInt16(samples: v128): v128 {
  const scaled = f32x4.mul(samples, f32x4.splat(SCALE));
  return f32x4.floor(f32x4.pmax(f32x4.splat(LEAST), f32x4.pmin(f32x4.splat(MOST), scaled)));
}
