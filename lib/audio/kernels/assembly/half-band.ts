import { promoteHigh } from "./lanes";

/** Half the sum of two channels. May write up to 3 samples more. */
export function mixPair(left: usize, right: usize, target: usize, frames: i32): void {
  const half = f32x4.splat(0.5);
  for (let i: i32 = 0; i < frames; i += 4, left += 16, right += 16, target += 16)
    v128.store(target, f32x4.mul(half, f32x4.add(v128.load(left), v128.load(right))));
}

/**
 * Every second sample of `input` by a symmetric low-pass: half a sample and, from the nearest out, the sums of two neighbours times
 * the doubles at `factors`. The first one stands at sample `2 * pairs - 1`. Only every second sample is a neighbour; they are put as
 * doubles at `neighbours` first. May write up to 3 samples more than `count`, and read 8 more.
 */
export function halveRate(
  input: usize,
  neighbours: usize,
  factors: usize,
  pairs: i32,
  output: usize,
  count: i32,
): void {
  const needed = count + 2 * pairs + 3;
  let from = input;
  let to = neighbours;
  for (let i: i32 = 0; i < needed; i += 4, from += 32, to += 32) {
    const even = i32x4.shuffle(v128.load(from), v128.load(from, 16), 0, 2, 4, 6);
    v128.store(to, f64x2.promote_low_f32x4(even));
    v128.store(to, promoteHigh(even), 16);
  }
  const middle = input + <usize>((2 * pairs - 1) * 4);
  const right = neighbours + <usize>(pairs * 8);
  const half = f64x2.splat(0.5);
  for (let n: i32 = 0; n < count; n += 4) {
    const centre = middle + <usize>(n * 8);
    const own = i32x4.shuffle(v128.load(centre), v128.load(centre, 16), 0, 2, 4, 6);
    let low = f64x2.mul(half, f64x2.promote_low_f32x4(own));
    let high = f64x2.mul(half, promoteHigh(own));
    let after = right + <usize>(n * 8);
    let before = after - 8;
    for (let k: i32 = 0; k < pairs; k++, before -= 8, after += 8) {
      const factor = v128.load64_splat(factors + <usize>(k * 8));
      low = f64x2.add(low, f64x2.mul(factor, f64x2.add(v128.load(before), v128.load(after))));
      high = f64x2.add(high, f64x2.mul(factor, f64x2.add(v128.load(before, 16), v128.load(after, 16))));
    }
    const lowFloats = f32x4.demote_f64x2_zero(low);
    const highFloats = f32x4.demote_f64x2_zero(high);
    v128.store(output + <usize>(n * 4), i32x4.shuffle(lowFloats, highFloats, 0, 1, 4, 5));
  }
}
