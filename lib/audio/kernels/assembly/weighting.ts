/**
 * K-weights two channels side by side, which costs no more than one; energies of the two are written as two doubles to `result`.
 * At `factors` are b0 b1 b2 a1 a2 of the shelf and a1 a2 of the high-pass, each twice; at `state` the four values that the filters
 * keep of what was before, each for both channels.
 */
export function weighPair(left: usize, right: usize, frames: i32, factors: usize, state: usize, result: usize): void {
  const b0 = v128.load(factors);
  const b1 = v128.load(factors, 16);
  const b2 = v128.load(factors, 32);
  const a1 = v128.load(factors, 48);
  const a2 = v128.load(factors, 64);
  const c1 = v128.load(factors, 80);
  const c2 = v128.load(factors, 96);
  let z1 = v128.load(state);
  let z2 = v128.load(state, 16);
  let y1 = v128.load(state, 32);
  let y2 = v128.load(state, 48);
  let energy = f64x2.splat(0);
  for (let i: i32 = 0; i < frames; i++, left += 4, right += 4) {
    const pair = i32x4.shuffle(v128.load32_zero(left), v128.load32_zero(right), 0, 4, 1, 5);
    const input = f64x2.promote_low_f32x4(pair);
    const shelved = f64x2.add(f64x2.mul(b0, input), z1);
    // What does not wait for the value just found comes first: each sample waits for the one before.
    z1 = f64x2.sub(f64x2.add(f64x2.mul(b1, input), z2), f64x2.mul(a1, shelved));
    z2 = f64x2.sub(f64x2.mul(b2, input), f64x2.mul(a2, shelved));
    const weighted = f64x2.add(shelved, y1);
    y1 = f64x2.sub(f64x2.sub(y2, f64x2.add(shelved, shelved)), f64x2.mul(c1, weighted));
    y2 = f64x2.sub(shelved, f64x2.mul(c2, weighted));
    energy = f64x2.add(energy, f64x2.mul(weighted, weighted));
  }
  v128.store(state, z1);
  v128.store(state, z2, 16);
  v128.store(state, y1, 32);
  v128.store(state, y2, 48);
  v128.store(result, energy);
}
