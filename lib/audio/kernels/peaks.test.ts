import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryPair } from "../testdata/arbitrary-sound";
import { Kernels } from "./kernels";

/** A sample as a 16-bit integer by flooring. */
const toInt16 = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.floor(value * 32_768)));

describe("scanPeaks", () => {
  it("B206: tells least and largest sum exactly as plain code does, the energy within 1e-13 of it", () => {
    const kernels = new Kernels();
    const [left, right] = kernels.planes(2, 300) as [Float32Array, Float32Array];
    const result = kernels.doubles(3);
    fc.assert(
      fc.property(arbitraryPair(300), ([one, other]) => {
        left.set(one);
        right.set(other);
        kernels.run.scanPeaks(left.byteOffset, right.byteOffset, one.length, result.byteOffset);
        const sums = [...one].map((value, i) => toInt16(value) + toInt16(other[i] ?? 0));
        const squares = one.reduce((sum, value, i) => sum + ((value + (other[i] ?? 0)) / 2) ** 2, 0);
        expect(result[0]).toBe(Math.min(...sums));
        expect(result[1]).toBe(Math.max(...sums));
        expect(Math.abs((result[2] as number) - squares)).toBeLessThanOrEqual(1e-13 * squares);
      }),
    );
  });
});
