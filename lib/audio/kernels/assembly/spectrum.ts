// Of two spectra side by side, as real-fft.ts leaves them.

const PAIR: usize = 16;

/** The power of each band, whose first bins are 32-bit integers at `edges`, with the end of the last behind them. */
export function readBandPowers(re: usize, im: usize, edges: usize, bands: i32, powers: usize): void {
  let bin = load<i32>(edges);
  for (let band: i32 = 0; band < bands; band++, powers += PAIR) {
    edges += 4;
    const end = load<i32>(edges);
    let power = f64x2.splat(0);
    for (; bin < end; bin++) power = f64x2.add(power, powerAt(re, im, bin));
    v128.store(powers, power);
  }
}

/** The amplitude of each bin. */
export function readAmplitudes(re: usize, im: usize, bins: i32, amplitudes: usize): void {
  for (let bin: i32 = 0; bin < bins; bin++)
    v128.store(amplitudes + <usize>bin * PAIR, f64x2.sqrt(powerAt(re, im, bin)));
}

/** Sums of amplitudes: of each step the first bin and the number of bins are 32-bit integers, the weights of all are doubles in turn. */
export function foldAmplitudes(
  amplitudes: usize,
  starts: usize,
  counts: usize,
  weights: usize,
  steps: i32,
  sums: usize,
): void {
  for (let step: i32 = 0; step < steps; step++, starts += 4, counts += 4, sums += PAIR) {
    let at = amplitudes + <usize>load<i32>(starts) * PAIR;
    const end = at + <usize>load<i32>(counts) * PAIR;
    let sum = f64x2.splat(0);
    for (; at < end; at += PAIR, weights += 8)
      sum = f64x2.add(sum, f64x2.mul(v128.load(at), v128.load64_splat(weights)));
    v128.store(sums, sum);
  }
}

function powerAt(re: usize, im: usize, bin: i32): v128 {
  const real = v128.load(re + <usize>bin * PAIR);
  const imaginary = v128.load(im + <usize>bin * PAIR);
  return f64x2.add(f64x2.mul(real, real), f64x2.mul(imaginary, imaginary));
}
