import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryPair, arbitrarySamples } from "../testdata/arbitrary-sound";
import { Kernels } from "./kernels";

const MOST = 300;

describe("B208: the rate is lowered just as plain code does it", () => {
  const kernels = new Kernels();
  const [left, right] = kernels.planes(2, MOST) as [Float32Array, Float32Array];
  const target = kernels.floats(MOST + 4);

  it("half the sum of two channels, bit for bit", () => {
    fc.assert(
      fc.property(arbitraryPair(MOST), ([one, other]) => {
        left.set(one);
        right.set(other);
        kernels.run.mixPair(left.byteOffset, right.byteOffset, target.byteOffset, one.length);
        expect(target.subarray(0, one.length)).toEqual(one.map((value, i) => 0.5 * (value + (other[i] ?? 0))));
      }),
    );
  });

  it("every second sample, by any factors, bit for bit", () => {
    const input = kernels.floats(MOST + 32);
    const neighbours = kernels.doubles(MOST);
    const table = kernels.doubles(8);
    const factors = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(arbitrarySamples(MOST), factors, (samples, pairs) => {
        const reach = 2 * pairs.length - 1;
        const count = Math.max(0, Math.ceil((samples.length - 2 * reach) / 2));
        input.set(samples);
        table.set(pairs);
        const [from, through, to] = [input, neighbours, target].map((view) => view.byteOffset) as [
          number,
          number,
          number,
        ];
        kernels.run.halveRate(from, through, table.byteOffset, pairs.length, to, count);
        const at = (i: number): number => samples[i] ?? 0;
        const truth = Float32Array.from({ length: count }, (_, n) => {
          const i = reach + 2 * n;
          return pairs.reduce((sum, factor, k) => {
            return sum + factor * (at(i - 2 * k - 1) + at(i + 2 * k + 1));
          }, 0.5 * at(i));
        });
        expect(target.subarray(0, count)).toEqual(truth);
      }),
    );
  });
});
