// Two transforms side by side: each value is a pair of doubles, one of either sound.

const PAIR: usize = 16;

/**
 * Weighs two stretches of floats by a window of doubles and puts even samples into `re` and odd ones into `im`, so that each
 * butterfly of the first stage has its four parts beside each other. The 32-bit integers at `order` say where the first part is.
 */
export function gatherFloats(
  first: usize,
  second: usize,
  window: usize,
  order: usize,
  re: usize,
  im: usize,
  half: i32,
): void {
  const apart = <usize>(half >> 1);
  for (let i: i32 = 0; i < half; i += 4, order += 4) {
    let sample = <usize>load<i32>(order);
    for (let part: i32 = 0; part < 4; part++, sample += apart, re += PAIR, im += PAIR) {
      const at = sample << 2;
      const both = i32x4.shuffle(v128.load64_zero(first + at), v128.load64_zero(second + at), 0, 4, 1, 5);
      const weights = window + (sample << 3);
      v128.store(re, f64x2.mul(f64x2.promote_low_f32x4(both), v128.load64_splat(weights)));
      const odd = i32x4.shuffle(both, both, 2, 3, 2, 3);
      v128.store(im, f64x2.mul(f64x2.promote_low_f32x4(odd), v128.load64_splat(weights, 8)));
    }
  }
}

/** The same for pairs of doubles, as they are. */
export function gatherPairs(pairs: usize, order: usize, re: usize, im: usize, half: i32): void {
  const apart = <usize>(half >> 1);
  for (let i: i32 = 0; i < half; i += 4, order += 4) {
    let sample = <usize>load<i32>(order);
    for (let part: i32 = 0; part < 4; part++, sample += apart, re += PAIR, im += PAIR) {
      v128.store(re, v128.load(pairs + sample * PAIR));
      v128.store(im, v128.load(pairs + sample * PAIR, 16));
    }
  }
}

/** The transform of what was gathered, in place. `twiddles` are the factors of all stages but the first, six each. */
export function transform(re: usize, im: usize, half: i32, twiddles: usize): void {
  firstStage(re, im, half);
  for (let quarter: i32 = 4; quarter < half; quarter *= 4) {
    for (let group: i32 = 0; group < half; group += 4 * quarter)
      butterflies(re + <usize>group * PAIR, im + <usize>group * PAIR, quarter, twiddles);
    twiddles += <usize>(6 * 8 * quarter);
  }
}

function firstStage(re: usize, im: usize, half: i32): void {
  for (let i: i32 = 0; i < half; i += 4, re += 4 * PAIR, im += 4 * PAIR) {
    const ar = v128.load(re);
    const br = v128.load(re, 16);
    const cr = v128.load(re, 32);
    const dr = v128.load(re, 48);
    const ai = v128.load(im);
    const bi = v128.load(im, 16);
    const ci = v128.load(im, 32);
    const di = v128.load(im, 48);
    v128.store(re, f64x2.add(f64x2.add(f64x2.add(ar, cr), br), dr));
    v128.store(im, f64x2.add(f64x2.add(f64x2.add(ai, ci), bi), di));
    v128.store(re, f64x2.sub(f64x2.add(f64x2.sub(ar, cr), bi), di), 16);
    v128.store(im, f64x2.add(f64x2.sub(f64x2.sub(ai, ci), br), dr), 16);
    v128.store(re, f64x2.sub(f64x2.sub(f64x2.add(ar, cr), br), dr), 32);
    v128.store(im, f64x2.sub(f64x2.sub(f64x2.add(ai, ci), bi), di), 32);
    v128.store(re, f64x2.add(f64x2.sub(f64x2.sub(ar, cr), bi), di), 48);
    v128.store(im, f64x2.sub(f64x2.add(f64x2.sub(ai, ci), br), dr), 48);
  }
}

function butterflies(re: usize, im: usize, quarter: i32, factors: usize): void {
  const apart = <usize>quarter * PAIR;
  for (let k: i32 = 0; k < quarter; k++, re += PAIR, im += PAIR, factors += 48) {
    const reB = re + apart;
    const reC = reB + apart;
    const reD = reC + apart;
    const imB = im + apart;
    const imC = imB + apart;
    const imD = imC + apart;
    const br = turnedRe(reB, imB, factors);
    const bi = turnedIm(reB, imB, factors);
    const cr = turnedRe(reC, imC, factors + 16);
    const ci = turnedIm(reC, imC, factors + 16);
    const dr = turnedRe(reD, imD, factors + 32);
    const di = turnedIm(reD, imD, factors + 32);
    const sumR = f64x2.add(v128.load(re), cr);
    const sumI = f64x2.add(v128.load(im), ci);
    const differenceR = f64x2.sub(v128.load(re), cr);
    const differenceI = f64x2.sub(v128.load(im), ci);
    v128.store(re, f64x2.add(f64x2.add(sumR, br), dr));
    v128.store(im, f64x2.add(f64x2.add(sumI, bi), di));
    v128.store(reB, f64x2.sub(f64x2.add(differenceR, bi), di));
    v128.store(imB, f64x2.add(f64x2.sub(differenceI, br), dr));
    v128.store(reC, f64x2.sub(f64x2.sub(sumR, br), dr));
    v128.store(imC, f64x2.sub(f64x2.sub(sumI, bi), di));
    v128.store(reD, f64x2.add(f64x2.sub(differenceR, bi), di));
    v128.store(imD, f64x2.sub(f64x2.add(differenceI, br), dr));
  }
}

/** The real part of a value times a factor. */
function turnedRe(re: usize, im: usize, factor: usize): v128 {
  return f64x2.sub(
    f64x2.mul(v128.load(re), v128.load64_splat(factor)),
    f64x2.mul(v128.load(im), v128.load64_splat(factor, 8)),
  );
}

function turnedIm(re: usize, im: usize, factor: usize): v128 {
  return f64x2.add(
    f64x2.mul(v128.load(re), v128.load64_splat(factor, 8)),
    f64x2.mul(v128.load(im), v128.load64_splat(factor)),
  );
}

/** From the transform of even and odd samples as one complex sound to that of the real one. */
export function unpack(re: usize, im: usize, half: i32, cosines: usize, sines: usize): void {
  // Bin 0 is real; the bin at half the sample rate, which would lie beside it, is of no use here.
  v128.store(re, f64x2.add(v128.load(re), v128.load(im)));
  v128.store(im, f64x2.splat(0));
  const halfOf = f64x2.splat(0.5);
  for (let k: i32 = 1, j: i32 = half - 1; k <= j; k++, j--) {
    const reK = re + <usize>k * PAIR;
    const imK = im + <usize>k * PAIR;
    const reJ = re + <usize>j * PAIR;
    const imJ = im + <usize>j * PAIR;
    const evenR = f64x2.mul(f64x2.add(v128.load(reK), v128.load(reJ)), halfOf);
    const evenI = f64x2.mul(f64x2.sub(v128.load(imK), v128.load(imJ)), halfOf);
    const oddR = f64x2.mul(f64x2.add(v128.load(imK), v128.load(imJ)), halfOf);
    const oddI = f64x2.mul(f64x2.sub(v128.load(reJ), v128.load(reK)), halfOf);
    const cosine = v128.load64_splat(cosines + <usize>(k * 8));
    const sine = v128.load64_splat(sines + <usize>(k * 8));
    const turnedR = f64x2.add(f64x2.mul(oddR, cosine), f64x2.mul(oddI, sine));
    const turnedI = f64x2.sub(f64x2.mul(oddI, cosine), f64x2.mul(oddR, sine));
    v128.store(reK, f64x2.add(evenR, turnedR));
    v128.store(imK, f64x2.add(evenI, turnedI));
    v128.store(reJ, f64x2.sub(evenR, turnedR));
    v128.store(imJ, f64x2.sub(turnedI, evenI));
  }
}
