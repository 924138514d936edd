import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Kernels } from "./kernels";

const MOST_BINS = 60;
const value = fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constantFrom(0, 1e-300, -1e-20));
/** Bins of two spectra side by side. */
const spectra = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 2 * MOST_BINS }).map((bins) => {
  const values = bins.slice(0, bins.length - (bins.length % 2));
  return { re: values.map(([re]) => re), im: values.map(([, im]) => im), bins: values.length / 2 };
});

describe("B208: what is read of two spectra is what plain code reads of each, bit for bit", () => {
  const kernels = new Kernels();
  const [re, im, result] = [0, 1, 2].map(() => kernels.doubles(2 * MOST_BINS)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [starts, counts] = [kernels.integers(MOST_BINS + 1), kernels.integers(MOST_BINS)];
  const weights = kernels.doubles(MOST_BINS * MOST_BINS);

  it("the power of bands and the amplitude of bins", () => {
    fc.assert(
      fc.property(spectra, fc.array(fc.nat(MOST_BINS), { minLength: 2, maxLength: 20 }), (spectrum, places) => {
        re.set(spectrum.re);
        im.set(spectrum.im);
        const edges = places.map((place) => Math.min(place, spectrum.bins)).sort((a, b) => a - b);
        starts.set(edges);
        const powerAt = (i: number): number => (re[i] ?? 0) * (re[i] ?? 0) + (im[i] ?? 0) * (im[i] ?? 0);
        const bands = edges.length - 1;
        kernels.run.readBandPowers(re.byteOffset, im.byteOffset, starts.byteOffset, bands, result.byteOffset);
        for (let i = 0; i < 2 * bands; i++) {
          let power = 0;
          for (let bin = edges[i >> 1] ?? 0; bin < (edges[(i >> 1) + 1] ?? 0); bin++)
            power += powerAt(2 * bin + (i % 2));
          expect(result[i]).toBe(power);
        }
        kernels.run.readAmplitudes(re.byteOffset, im.byteOffset, spectrum.bins, result.byteOffset);
        for (let i = 0; i < 2 * spectrum.bins; i++) expect(result[i]).toBe(Math.sqrt(powerAt(i)));
      }),
    );
  });

  it("sums of weighed amplitudes", () => {
    const step = fc.record({ start: fc.nat(MOST_BINS - 1), count: fc.nat(MOST_BINS) });
    const plan = fc.record({ spectrum: spectra, steps: fc.array(step, { maxLength: 20 }), seed: value });
    fc.assert(
      fc.property(plan, ({ spectrum, steps, seed }) => {
        re.fill(0);
        re.set(spectrum.re);
        const clipped = steps.map(({ start, count }) => ({ start, count: Math.min(count, MOST_BINS - start) }));
        starts.set(clipped.map(({ start }) => start));
        counts.set(clipped.map(({ count }) => count));
        weights.set(Array.from(weights, (_, i) => Math.cos(i + seed)));
        const [from, to] = [re.byteOffset, result.byteOffset];
        const tables = [starts.byteOffset, counts.byteOffset, weights.byteOffset] as const;
        kernels.run.foldAmplitudes(from, ...tables, clipped.length, to);
        let weight = 0;
        clipped.forEach(({ start, count }, i) => {
          const sums = [0, 0];
          for (let bin = start; bin < start + count; bin++, weight++) {
            for (const which of [0, 1])
              sums[which] = (sums[which] ?? 0) + (re[2 * bin + which] ?? 0) * (weights[weight] ?? 0);
          }
          expect([result[2 * i], result[2 * i + 1]]).toEqual(sums);
        });
      }),
    );
  });
});
