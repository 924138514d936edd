import { largestLane } from "./lanes";

/** Pairs of taps: a sample before a point and the one as far behind it. Pair 11 is the nearest. */
const PAIRS: i32 = 12;
const TAPS: i32 = 24;
/** Pairs that most of a point rests on. */
const NEAR: i32 = 4;
/** How far sums of floats may lie from those of doubles, as part of the largest sample and of the peak; ten times what it is. */
const ROUNDING: f64 = 1e-5;
const FLOAT_TABLE: usize = 8 * 3 * 12;
const FLOATS: usize = 4;
const DOUBLES: usize = 8;

/**
 * Raises the two doubles at `peaks`, the true peak and the sample peak, to those of the samples at `from` to `to`; points between
 * samples are looked at from the sample at `firstPoint` on. 24 samples before `from` are read, too. At `taps` lie the tables of
 * the even, odd and middle taps, 12 each, as doubles, and behind them as floats. At `reach` are what the two nearest samples and
 * all others add at most to a point at a quarter, the same for one in the middle, and what all but the four nearest pairs do.
 *
 * Points are judged by floats first, four at once. Only those that might be above the peak are reckoned in doubles.
 */
export function scanTruePeak(from: usize, to: usize, firstPoint: usize, taps: usize, reach: usize, peaks: usize): void {
  const largest = <f64>largestOf(from, to, 0);
  if (largest > load<f64>(peaks, 8)) store<f64>(peaks, largest, 8);
  if (largest > load<f64>(peaks)) store<f64>(peaks, largest);
  const around = <f64>largestOf(from - TAPS * FLOATS, from, <f32>largest);
  const peak = load<f64>(peaks);
  const quarter = (peak - load<f64>(reach, 8) * around) / load<f64>(reach);
  const middle = (peak - load<f64>(reach, 24) * around) / load<f64>(reach, 16);
  const threshold = min(quarter, middle);
  if (around < threshold) return;
  const rest = load<f64>(reach, 32) * around;
  scanPoints(max(from, firstPoint), to, taps, <f32>(threshold * (1 - ROUNDING)), rest, around, peaks);
}

function scanPoints(from: usize, to: usize, taps: usize, threshold: f32, rest: f64, around: f64, peaks: usize): void {
  const table = taps + FLOAT_TABLE;
  const thresholds = f32x4.splat(threshold);
  let peak = load<f64>(peaks);
  let limit = limitOf(peak, around, rest);
  let wholeLimit = limitOf(peak, around, 0);
  for (let at = from; at < to; at += 16) {
    const before = f32x4.abs(v128.load(at - PAIRS * FLOATS));
    const after = f32x4.abs(v128.load(at - (PAIRS - 1) * FLOATS));
    if (!v128.any_true(f32x4.ge(f32x4.pmax(before, after), thresholds))) continue;
    let even = f32x4.splat(0);
    let odd = f32x4.splat(0);
    let middle = f32x4.splat(0);
    for (let k: i32 = PAIRS - 1; k >= PAIRS - NEAR; k--) {
      const left = v128.load(at - <usize>((TAPS - 1 - k) * FLOATS));
      const right = v128.load(at - <usize>(k * FLOATS));
      const sum = f32x4.add(left, right);
      even = f32x4.add(even, f32x4.mul(tap(table, 0, k), sum));
      odd = f32x4.add(odd, f32x4.mul(tap(table, 1, k), f32x4.sub(left, right)));
      middle = f32x4.add(middle, f32x4.mul(tap(table, 2, k), sum));
    }
    if (!v128.any_true(f32x4.ge(sizeOf(even, odd, middle), f32x4.splat(limit)))) continue;
    for (let k: i32 = PAIRS - NEAR - 1; k >= 0; k--) {
      const left = v128.load(at - <usize>((TAPS - 1 - k) * FLOATS));
      const right = v128.load(at - <usize>(k * FLOATS));
      const sum = f32x4.add(left, right);
      even = f32x4.add(even, f32x4.mul(tap(table, 0, k), sum));
      odd = f32x4.add(odd, f32x4.mul(tap(table, 1, k), f32x4.sub(left, right)));
      middle = f32x4.add(middle, f32x4.mul(tap(table, 2, k), sum));
    }
    let above = i32x4.bitmask(f32x4.ge(sizeOf(even, odd, middle), f32x4.splat(wholeLimit)));
    for (let lane = at; above !== 0 && lane < to; lane += FLOATS, above >>= 1) {
      if (above & 1) peak = max(peak, pointAt(lane, taps));
    }
    limit = limitOf(peak, around, rest);
    wholeLimit = limitOf(peak, around, 0);
  }
  store<f64>(peaks, peak);
}

/** What a sum of floats is at least, when that of doubles and what else may come reach the peak. */
function limitOf(peak: f64, around: f64, rest: f64): f32 {
  return <f32>(peak - rest - ROUNDING * (peak + around));
}

function tap(table: usize, row: i32, k: i32): v128 {
  return v128.load32_splat(table + <usize>((row * PAIRS + k) * FLOATS));
}

function sizeOf(even: v128, odd: v128, middle: v128): v128 {
  return f32x4.pmax(f32x4.add(f32x4.abs(even), f32x4.abs(odd)), f32x4.abs(middle));
}

/** The largest of the three points between two samples. */
function pointAt(at: usize, taps: usize): f64 {
  let even: f64 = 0;
  let odd: f64 = 0;
  let middle: f64 = 0;
  for (let k: i32 = PAIRS - 1; k >= 0; k--) {
    const left = <f64>load<f32>(at - <usize>((TAPS - 1 - k) * FLOATS));
    const right = <f64>load<f32>(at - <usize>(k * FLOATS));
    const place = taps + <usize>(k * DOUBLES);
    even += load<f64>(place) * (left + right);
    odd += load<f64>(place, 96) * (left - right);
    middle += load<f64>(place, 192) * (left + right);
  }
  return max(Math.abs(even) + Math.abs(odd), Math.abs(middle));
}

function largestOf(from: usize, to: usize, atLeast: f32): f32 {
  let largest = f32x4.splat(atLeast);
  for (; from + 16 <= to; from += 16) largest = f32x4.pmax(largest, f32x4.abs(v128.load(from)));
  let most = largestLane(largest);
  for (; from < to; from += FLOATS) most = max(most, Mathf.abs(load<f32>(from)));
  return most;
}
