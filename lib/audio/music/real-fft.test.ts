import { describe, expect, it } from "vitest";
import { noise } from "../testdata/synthesis";
import { blackman, hann, RealFft } from "./real-fft";

/** One bin by the definition. */
function transformBin(samples: Float32Array, window: Float64Array, bin: number): [number, number] {
  let re = 0;
  let im = 0;
  window.forEach((weight, i) => {
    const angle = (-2 * Math.PI * bin * i) / window.length;
    re += (samples[i] ?? 0) * weight * Math.cos(angle);
    im += (samples[i] ?? 0) * weight * Math.sin(angle);
  });
  return [re, im];
}

describe("RealFft", () => {
  it.each([8, 32, 512, 2048])("is the transform that its definition gives, at %d samples", (size) => {
    const samples = noise(size, 1);
    for (const window of [hann(size), blackman(size)]) {
      const fft = new RealFft(window);
      fft.transform(samples, 0);
      for (let bin = 0; bin < size / 2; bin += Math.max(1, size >> 6)) {
        const [re, im] = transformBin(samples, window, bin);
        expect(fft.re[bin]).toBeCloseTo(re, 9);
        expect(fft.im[bin]).toBeCloseTo(im, 9);
      }
    }
  });

  it("refuses a size that it can't divide by four all the way", () => {
    expect(() => new RealFft(hann(1024))).toThrow("twice a power of four");
  });
});
