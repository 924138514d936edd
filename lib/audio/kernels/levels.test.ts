import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryPair, arbitrarySamples } from "../testdata/arbitrary-sound";
import { Kernels } from "./kernels";

const MOST = 300;
const kernels = new Kernels();
const [plane, other] = kernels.planes(2, MOST) as [Float32Array, Float32Array];
const sizes = kernels.floats(MOST);
const sums = kernels.doubles(2);
const integers = kernels.integers(MOST + 2);
const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

describe("B206: levels are what plain code tells", () => {
  it("sums within 1e-13 of all sizes, the largest size exactly", () => {
    fc.assert(
      fc.property(arbitrarySamples(MOST), (samples) => {
        plane.set(samples);
        sums.fill(0);
        const largest = kernels.run.addLevels(plane.byteOffset, samples.length, sums.byteOffset);
        const squares = sumOf(Float64Array.from(samples, (value) => value * value));
        expect(largest).toBe(Math.max(0, ...samples.map(Math.abs)));
        expect(Math.abs((sums[0] as number) - sumOf(samples))).toBeLessThanOrEqual(
          1e-13 * sumOf(samples.map(Math.abs)),
        );
        expect(Math.abs((sums[1] as number) - squares)).toBeLessThanOrEqual(1e-13 * squares);
      }),
    );
  });

  it("the product of two channels within 1e-13 of their energy", () => {
    fc.assert(
      fc.property(arbitraryPair(MOST), ([left, right]) => {
        plane.set(left);
        other.set(right);
        const found = kernels.run.addProducts(plane.byteOffset, other.byteOffset, left.length);
        const products = [...left].map((value, i) => value * (right[i] ?? 0));
        expect(Math.abs(found - sumOf(products))).toBeLessThanOrEqual(1e-13 * sumOf(products.map(Math.abs)));
      }),
    );
  });

  it("runs at full scale, also those that began before", () => {
    const flat = fc.array(fc.constantFrom(0.5, 1, -1, Math.fround(0.9999), 0.99991), { maxLength: MOST });
    fc.assert(
      fc.property(flat, fc.nat(5), (values, before) => {
        plane.set(values);
        integers.fill(0);
        const run = kernels.run.addClips(plane.byteOffset, values.length, 0.9999, 3, before, integers.byteOffset);
        const runs = values.map((value) => (Math.abs(Math.fround(value)) >= 0.9999 ? "x" : ".")).join("");
        const found = [...`${"x".repeat(before)}${runs}`.matchAll(/x{3,}/g)].map(([clipped]) => clipped.length);
        const counted = before >= 3 ? { runs: 1, samples: before } : { runs: 0, samples: 0 };
        expect(integers[0]).toBe(found.length - counted.runs);
        expect(integers[1]).toBe(sumOf(found) - counted.samples);
        expect(run).toBe(/x*$/.exec(`${"x".repeat(before)}${runs}`)?.[0].length);
      }),
    );
  });

  it("stretches of sound in the louder of the channels", () => {
    fc.assert(
      fc.property(arbitraryPair(MOST), ([left, right]) => {
        for (const [c, samples] of [left, right].entries()) {
          plane.set(samples);
          kernels.run.keepLoudest(plane.byteOffset, sizes.byteOffset, left.length, c === 0 ? 1 : 0);
        }
        const count = kernels.run.findSound(sizes.byteOffset, left.length, 0.001, integers.byteOffset);
        const heard = [...left].map((value, i) => Math.max(Math.abs(value), Math.abs(right[i] ?? 0)) >= 0.001);
        const edges = [...heard.keys(), heard.length].filter(
          (i) => (heard[i] ?? false) !== (i > 0 && (heard[i - 1] ?? false)),
        );
        expect([...integers.subarray(0, 2 * count)]).toEqual(edges);
      }),
    );
  });
});

describe("areWithin", () => {
  it("B206: sees whatever lies beyond the limit, and what is no number", () => {
    const beyond = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.0001e6, -2e6);
    fc.assert(
      fc.property(arbitrarySamples(MOST), fc.nat(MOST), beyond, (samples, at, strange) => {
        plane.set(samples);
        expect(kernels.run.areWithin(plane.byteOffset, samples.length, 1e6)).toBe(1);
        if (samples.length === 0) return;
        plane[at % samples.length] = strange;
        expect(kernels.run.areWithin(plane.byteOffset, samples.length, 1e6)).toBe(0);
      }),
    );
  });
});
