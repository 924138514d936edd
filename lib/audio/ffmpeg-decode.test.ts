import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChannelSplitter } from "./ffmpeg-decode";

describe("ChannelSplitter", () => {
  it("brings every sample to its channel however the bytes are cut", () => {
    const samples = Float32Array.from({ length: 600 }, (_, i) => i);
    const bytes = new Uint8Array(samples.buffer);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 20 }),
        (channels, cuts) => {
          const splitter = new ChannelSplitter(channels);
          const found: number[][] = Array.from({ length: channels }, () => []);
          let from = 0;
          for (const to of [...cuts, bytes.length].sort((a, b) => a - b)) {
            splitter.split(bytes.subarray(from, to))?.forEach((values, c) => found[c]?.push(...values));
            from = to;
          }
          const expected = found.map((_, c) => [...samples].filter((value) => value % channels === c));
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});
