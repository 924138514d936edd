/** 2 to the power of -31: integers are moved to the top of 32 bits first. */
const SCALE: f32 = 4.656612873077393e-10;

/** Puts the bytes of `bytes` bytes, 16 at a time, in the order that the 16 bytes at `order` say. May write up to 15 more. */
export function swapBytes(at: usize, order: usize, bytes: i32): void {
  const places = v128.load(order);
  for (let i: usize = 0; i < <usize>bytes; i += 16) v128.store(at + i, i8x16.swizzle(v128.load(at + i), places));
}

/**
 * Integers of `sampleBytes` bytes to floats, 1 being full scale. The 16 bytes at `order` tell for each byte of four 32-bit
 * integers which byte of four samples it is; `flip` is xor-ed to each integer. Reads up to 15 bytes and writes up to 3 floats
 * more than there are.
 */
export function unpackIntegers(
  source: usize,
  sampleBytes: i32,
  order: usize,
  flip: i32,
  target: usize,
  samples: i32,
): void {
  const places = v128.load(order);
  const flips = i32x4.splat(flip);
  const scale = f32x4.splat(SCALE);
  const step = <usize>(4 * sampleBytes);
  const end = target + ((<usize>samples) << 2);
  for (; target < end; source += step, target += 16) {
    const integers = v128.xor(i8x16.swizzle(v128.load(source), places), flips);
    v128.store(target, f32x4.mul(f32x4.convert_i32x4_s(integers), scale));
  }
}

/** Doubles to floats. */
export function unpackDoubles(source: usize, target: usize, samples: i32): void {
  const end = target + ((<usize>samples) << 2);
  for (; target < end; source += 8, target += 4) store<f32>(target, <f32>load<f64>(source));
}

/** Interleaved floats to one plane of `planeBytes` bytes a channel. */
export function deinterleave(source: usize, channels: i32, target: usize, planeBytes: i32, frames: i32): void {
  if (channels === 2) return deinterleavePairs(source, target, target + planeBytes, frames);
  const step = (<usize>channels) << 2;
  for (let c: i32 = 0; c < channels; c++) {
    let from = source + ((<usize>c) << 2);
    let to = target + <usize>c * <usize>planeBytes;
    for (let i: i32 = 0; i < frames; i++, from += step, to += 4) store<f32>(to, load<f32>(from));
  }
}

function deinterleavePairs(source: usize, left: usize, right: usize, frames: i32): void {
  let i: i32 = 0;
  for (; i + 4 <= frames; i += 4, source += 32, left += 16, right += 16) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    v128.store(left, i32x4.shuffle(a, b, 0, 2, 4, 6));
    v128.store(right, i32x4.shuffle(a, b, 1, 3, 5, 7));
  }
  for (; i < frames; i++, source += 8, left += 4, right += 4) {
    store<f32>(left, load<f32>(source));
    store<f32>(right, load<f32>(source, 4));
  }
}
