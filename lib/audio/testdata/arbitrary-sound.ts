import fc from "fast-check";

/** Samples a little beyond full scale, with silence, full scale and the edges of a quiet sound among them. */
export const arbitrarySamples = (mostSamples: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.float({ min: -1.5, max: 1.5, noNaN: true }) },
        fc.constantFrom(0, 1, -1, Math.fround(0.9999), Math.fround(-0.001), 0.001, 1e-40, 32_767 / 32_768),
      ),
      { maxLength: mostSamples },
    )
    .map((samples) => Float32Array.from(samples));

/** Two channels of one length. */
export const arbitraryPair = (mostFrames: number): fc.Arbitrary<[Float32Array, Float32Array]> =>
  fc.tuple(arbitrarySamples(mostFrames), arbitrarySamples(mostFrames)).map(([left, right]) => {
    const frames = Math.min(left.length, right.length);
    return [left.subarray(0, frames), right.subarray(0, frames)];
  });
