import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KWeightedPair } from "./k-weighting";
import { Kernels } from "./kernels/kernels";
import { arbitraryPair } from "./testdata/arbitrary-sound";

/** BS.1770-5's own factors at 48 kHz, both stages. */
const SHELF = { b: [1.53512485958697, -2.69169618940638, 1.19839281085285], a: [-1.69065929318241, 0.73248077421585] };
const HIGH_PASS = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };

/** 450 dB below full scale: between two calls the filter forgets what is below 600 dB, which further sound multiplies. */
const SILENT_ENERGY = 1e-45;

/** One stage by its definition. */
function filter(samples: Float64Array, { b, a }: typeof SHELF): Float64Array {
  const result = new Float64Array(samples.length);
  samples.forEach((_, i) => {
    const fed = b.reduce((sum, factor, k) => sum + factor * (samples[i - k] ?? 0), 0);
    result[i] = a.reduce((sum, factor, k) => sum - factor * (result[i - 1 - k] ?? 0), fed);
  });
  return result;
}

const energyOf = (samples: Float32Array): number =>
  filter(filter(Float64Array.from(samples), SHELF), HIGH_PASS).reduce((sum, value) => sum + value * value, 0);

describe("KWeightedPair", () => {
  it("B207: tells the energy of both channels as the recurrence of BS.1770 gives it, within a part in 1e10", () => {
    fc.assert(
      fc.property(arbitraryPair(400), fc.nat(400), (pair, cut) => {
        const kernels = new Kernels();
        const planes = kernels.planes(2, 400) as [Float32Array, Float32Array];
        planes.forEach((plane, c) => {
          plane.set(pair[c] ?? []);
        });
        const filter = new KWeightedPair(48_000, kernels);
        const first = Math.min(cut, pair[0].length);
        const [left, right] = planes.map((plane) => plane.byteOffset) as [number, number];
        const sums = [...filter.sumsOfSquares(left, right, first)];
        const rest = filter.sumsOfSquares(left + 4 * first, right + 4 * first, pair[0].length - first);
        pair.forEach((samples, c) => {
          const truth = energyOf(samples);
          expect(Math.abs((sums[c] ?? 0) + (rest[c] ?? 0) - truth)).toBeLessThanOrEqual(1e-10 * truth + SILENT_ENERGY);
        });
      }),
      { examples: [[[Float32Array.of(0, 1.774223088498361e-29, 0), new Float32Array(3)], 2]] },
    );
  });
});
