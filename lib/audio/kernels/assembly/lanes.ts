/** The last two of four floats as doubles. */
export function promoteHigh(samples: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(samples, samples, 2, 3, 2, 3));
}

export function sumLanes(values: v128): f64 {
  return f64x2.extract_lane(values, 0) + f64x2.extract_lane(values, 1);
}

export function largestLane(values: v128): f32 {
  const pair = f32x4.pmax(values, i32x4.shuffle(values, values, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}

export function leastLane(values: v128): f32 {
  const pair = f32x4.pmin(values, i32x4.shuffle(values, values, 2, 3, 0, 1));
  return min(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}
