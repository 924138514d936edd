import { describe, expect, it } from "vitest";
import { Kernels } from "../kernels/kernels";
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
  it.each([8, 32, 512, 2048])("is the transform that its definition gives, of two sounds of %d samples", (size) => {
    const kernels = new Kernels();
    const fft = new RealFft(size, kernels);
    const sounds = kernels.planes(2, size) as [Float32Array, Float32Array];
    sounds.forEach((plane, which) => {
      plane.set(noise(size, 1, which + 1));
    });
    const window = kernels.doubles(size);
    for (const weights of [hann(size), blackman(size)]) {
      window.set(weights);
      fft.transformFloats(sounds[0].byteOffset, sounds[1].byteOffset, window);
      expectTransforms(fft, sounds, weights);
    }
    const pairs = kernels.doubles(2 * size);
    pairs.set(Array.from({ length: 2 * size }, (_, i) => sounds[i % 2]?.[i >> 1] ?? 0));
    fft.transformPairs(pairs);
    expectTransforms(fft, sounds, new Float64Array(size).fill(1));
  });

  it("refuses a size that it can't divide by four all the way", () => {
    expect(() => new RealFft(1024, new Kernels())).toThrow("twice a power of four");
  });
});

function expectTransforms(fft: RealFft, sounds: readonly Float32Array[], window: Float64Array): void {
  sounds.forEach((samples, which) => {
    for (let bin = 0; bin < window.length / 2; bin += Math.max(1, window.length >> 6)) {
      const [re, im] = transformBin(samples, window, bin);
      expect(fft.re[2 * bin + which]).toBeCloseTo(re, 9);
      expect(fft.im[2 * bin + which]).toBeCloseTo(im, 9);
    }
  });
}
