/** Whether all floats lie between -limit and limit; NaN does not. */
export function areWithin(samples: usize, count: i32, limit: f32): bool {
  const limits = f32x4.splat(limit);
  let inside = i32x4.splat(-1);
  let i: i32 = 0;
  for (; i + 4 <= count; i += 4, samples += 16)
    inside = v128.and(inside, f32x4.le(f32x4.abs(v128.load(samples)), limits));
  if (!i32x4.all_true(inside)) return false;
  for (; i < count; i++, samples += 4) if (!(Mathf.abs(load<f32>(samples)) <= limit)) return false;
  return true;
}
