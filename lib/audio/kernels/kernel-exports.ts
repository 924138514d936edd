/** Addresses and lengths in bytes are plain numbers; each file in `assembly` says what its kernels do. */
export interface KernelExports extends SampleKernels, LevelKernels, SpectrumKernels {}

interface SampleKernels {
  swapBytes(at: number, order: number, bytes: number): void;
  unpackIntegers(
    source: number,
    sampleBytes: number,
    order: number,
    flip: number,
    target: number,
    samples: number,
  ): void;
  unpackDoubles(source: number, target: number, samples: number): void;
  deinterleave(source: number, channels: number, target: number, planeBytes: number, frames: number): void;
  areWithin(samples: number, count: number, limit: number): number;
  mixPair(left: number, right: number, target: number, frames: number): void;
  halveRate(input: number, neighbours: number, factors: number, pairs: number, output: number, count: number): void;
}

interface LevelKernels {
  scanPeaks(left: number, right: number, frames: number, result: number): void;
  addLevels(samples: number, frames: number, sums: number): number;
  addProducts(left: number, right: number, frames: number): number;
  addClips(samples: number, frames: number, limit: number, least: number, run: number, counts: number): number;
  keepLoudest(samples: number, loudest: number, frames: number, isFirst: number): void;
  findSound(sizes: number, frames: number, limit: number, runs: number): number;
  weighPair(left: number, right: number, frames: number, factors: number, state: number, result: number): void;
  scanTruePeak(from: number, to: number, firstPoint: number, taps: number, reach: number, peaks: number): void;
}

interface SpectrumKernels {
  gatherFloats(
    first: number,
    second: number,
    window: number,
    order: number,
    re: number,
    im: number,
    half: number,
  ): void;
  gatherPairs(pairs: number, order: number, re: number, im: number, half: number): void;
  transform(re: number, im: number, half: number, twiddles: number): void;
  unpack(re: number, im: number, half: number, cosines: number, sines: number): void;
  readBandPowers(re: number, im: number, edges: number, bands: number, powers: number): void;
  readAmplitudes(re: number, im: number, bins: number, amplitudes: number): void;
  foldAmplitudes(
    amplitudes: number,
    starts: number,
    counts: number,
    weights: number,
    steps: number,
    sums: number,
  ): void;
}
