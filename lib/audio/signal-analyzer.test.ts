import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SignalAnalyzer, type SignalResult } from "./signal-analyzer";
import { songLike } from "./testdata/synthesis";

const RATE_HZ = 8000;

function analyze(channels: Float32Array[], cuts: readonly number[] = []): SignalResult {
  const analyzer = new SignalAnalyzer({ sampleRateHz: RATE_HZ, channels: channels.length, hasChannelPeaks: true });
  const ends = [...cuts, channels[0]?.length ?? 0].sort((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    analyzer.push(channels.map((channel) => channel.subarray(from, to)));
    from = to;
  }
  return analyzer.finish();
}

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (value instanceof Uint8Array || value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(numbersIn);
}

describe("SignalAnalyzer", () => {
  it("gives the same result to the last bit however the sound is cut", () => {
    const sound = songLike(30_000, RATE_HZ);
    const whole = analyze(sound);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 30 }), (cuts) => {
        expect(analyze(sound, cuts)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it("answers finite numbers or null for any samples, NaN and infinity included", () => {
    const sample = fc.oneof(
      fc.float(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1e-40, 3e38),
    );
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 6000 }), fc.integer({ min: 1, max: 8 }), (samples, channels) => {
        const sound = Array.from({ length: channels }, (_, c) =>
          Float32Array.from(samples, (value) => (c % 2 ? -value : value)),
        );
        for (const value of numbersIn(analyze(sound))) expect(Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("answers for no samples at all", () => {
    const { frames, peaks, loudness } = analyze([new Float32Array(0), new Float32Array(0)]);
    expect([frames, peaks.length, loudness.truePeakDbtp, loudness.integratedLufs]).toEqual([0, 0, null, null]);
  });
});
