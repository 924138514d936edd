import { largestLane, promoteHigh, sumLanes } from "./lanes";

/** Adds the sum of the samples and of their squares to the two doubles at `sums`; answers the largest size. */
export function addLevels(samples: usize, frames: i32, sums: usize): f32 {
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  let squaresLow = f64x2.splat(0);
  let squaresHigh = f64x2.splat(0);
  let largest = f32x4.splat(0);
  let i: i32 = 0;
  for (; i + 4 <= frames; i += 4, samples += 16) {
    const values = v128.load(samples);
    largest = f32x4.pmax(largest, f32x4.abs(values));
    const low = f64x2.promote_low_f32x4(values);
    const high = promoteHigh(values);
    sumLow = f64x2.add(sumLow, low);
    sumHigh = f64x2.add(sumHigh, high);
    squaresLow = f64x2.add(squaresLow, f64x2.mul(low, low));
    squaresHigh = f64x2.add(squaresHigh, f64x2.mul(high, high));
  }
  let sum = sumLanes(f64x2.add(sumLow, sumHigh));
  let squares = sumLanes(f64x2.add(squaresLow, squaresHigh));
  let most = largestLane(largest);
  for (; i < frames; i++, samples += 4) {
    const value = load<f32>(samples);
    most = max(most, Mathf.abs(value));
    sum += <f64>value;
    squares += <f64>value * <f64>value;
  }
  store<f64>(sums, load<f64>(sums) + sum);
  store<f64>(sums, load<f64>(sums, 8) + squares, 8);
  return most;
}

/** Sum of the products of two channels. */
export function addProducts(left: usize, right: usize, frames: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let i: i32 = 0;
  for (; i + 4 <= frames; i += 4, left += 16, right += 16) {
    const l = v128.load(left);
    const r = v128.load(right);
    low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(l), f64x2.promote_low_f32x4(r)));
    high = f64x2.add(high, f64x2.mul(promoteHigh(l), promoteHigh(r)));
  }
  let sum = sumLanes(f64x2.add(low, high));
  for (; i < frames; i++, left += 4, right += 4) sum += <f64>load<f32>(left) * <f64>load<f32>(right);
  return sum;
}

/** Sizes of the samples, or the larger ones of these and of what stands at `loudest` already. */
export function keepLoudest(samples: usize, loudest: usize, frames: i32, isFirst: bool): void {
  for (let i: i32 = 0; i < frames; i += 4, samples += 16, loudest += 16) {
    const sizes = f32x4.abs(v128.load(samples));
    v128.store(loudest, isFirst ? sizes : f32x4.pmax(v128.load(loudest), sizes));
  }
}

/**
 * Counts samples of `limit` and more that lie in runs of at least `least`. Adds the number of runs and of their samples to the two
 * 32-bit integers at `counts`. Takes the length of the run that the samples before ended in, and answers that of these.
 */
export function addClips(samples: usize, frames: i32, limit: f64, least: i32, run: i32, counts: usize): i32 {
  let runs = load<i32>(counts);
  let clipped = load<i32>(counts, 4);
  for (let i: i32 = 0; i < frames; i++, samples += 4) {
    run = <f64>Mathf.abs(load<f32>(samples)) >= limit ? run + 1 : 0;
    if (run === least) {
      runs++;
      clipped += least;
    } else if (run > least) clipped++;
  }
  store<i32>(counts, runs);
  store<i32>(counts, clipped, 4);
  return run;
}

/** Writes begin and end of each stretch of sizes of at least `limit` as 32-bit integers to `runs`; answers how many there are. */
export function findSound(sizes: usize, frames: i32, limit: f32, runs: usize): i32 {
  const limits = f32x4.splat(limit);
  const start = runs;
  let isSound = 0;
  for (let i: i32 = 0; i < frames; i += 4, sizes += 16) {
    let loud = i32x4.bitmask(f32x4.ge(v128.load(sizes), limits));
    if (i + 4 > frames) loud &= (1 << (frames - i)) - 1;
    if (loud === (isSound ? 15 : 0)) continue;
    for (let lane: i32 = 0; lane < 4; lane++, loud >>= 1) {
      if ((loud & 1) === isSound) continue;
      store<i32>(runs, i + lane);
      runs += 4;
      isSound ^= 1;
    }
  }
  if (isSound) {
    store<i32>(runs, frames);
    runs += 4;
  }
  return <i32>(runs - start) >> 3;
}
