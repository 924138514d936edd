import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChannelSplitter } from "./ffmpeg-decode";
import { PCM_CODINGS } from "./pcm-source";

describe("ChannelSplitter", () => {
  it("brings every sample to its channel however the bytes are cut", () => {
    const samples = Float32Array.from({ length: 100_000 }, (_, i) => i);
    const bytes = new Uint8Array(samples.buffer);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 20 }),
        (channels, cuts) => {
          const splitter = new ChannelSplitter(channels, PCM_CODINGS.pcm_f32le);
          const found: number[][] = Array.from({ length: channels }, () => []);
          let from = 0;
          for (const to of [...cuts, bytes.length].sort((a, b) => a - b)) {
            for (const block of splitter.split(bytes.subarray(from, to)))
              block.forEach((values, c) => found[c]?.push(...values));
            from = to;
          }
          const whole = samples.subarray(0, samples.length - (samples.length % channels));
          const expected = found.map((_, c) => [...whole.filter((value) => value % channels === c)]);
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});
