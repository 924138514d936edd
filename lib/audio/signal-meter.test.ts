import { describe, expect, it } from "vitest";
import type { SignalFacts } from "./audio-analysis";
import { SignalAnalyzer } from "./signal-analyzer";
import { joinSounds, noise, sine } from "./testdata/synthesis";

const RATE_HZ = 48_000;

function measure(...channels: Float32Array[]): SignalFacts {
  const analyzer = new SignalAnalyzer({ sampleRateHz: RATE_HZ, channels: channels.length });
  analyzer.push(channels);
  return analyzer.finish().signal;
}

describe("signal facts", () => {
  it("knows the RMS and the crest of a sine", () => {
    const facts = measure(sine(RATE_HZ, RATE_HZ, 1000, 1));
    expect(facts.rmsDbfs).toBeCloseTo(-3.01, 2);
    expect(facts.crestDb).toBeCloseTo(3.01, 2);
    expect(facts.stereoCorrelation).toBeNull();
  });

  it("counts flat tops of three samples and more, across block borders and channels apart", () => {
    const clipped = new Float32Array(10_000);
    clipped.fill(1, 100, 103);
    clipped.fill(-1, 4090, 4100);
    clipped.fill(1, 7000, 7002);
    const facts = measure(clipped, new Float32Array(10_000));
    expect(facts).toMatchObject({ clipRuns: 2, clippedSamples: 13 });
  });

  it("finds silence at both ends and the longest gap inside", () => {
    const quiet = (seconds: number): Float32Array => noise(seconds * RATE_HZ, 0.0005);
    const loud = new Float32Array(RATE_HZ).fill(0.2);
    const facts = measure(joinSounds(quiet(1.5), loud, quiet(0.5), loud, quiet(2.5), loud, quiet(3)));
    expect(facts).toMatchObject({ silenceStartSec: 1.5, silenceEndSec: 3, longestGapSec: 2.5, isSilent: false });
  });

  it("tells a silent file", () => {
    const facts = measure(new Float32Array(RATE_HZ), new Float32Array(RATE_HZ));
    expect(facts).toMatchObject({ isSilent: true, silenceStartSec: 1, silenceEndSec: 1, rmsDbfs: null, crestDb: null });
    expect(facts.isDualMono).toBe(false);
  });

  it("tells dual mono, opposite phase and unlike sides", () => {
    const left = noise(RATE_HZ, 0.5, 1);
    expect(measure(left, left)).toMatchObject({ isDualMono: true });
    expect(measure(left, left).stereoCorrelation).toBeCloseTo(1, 6);
    expect(
      measure(
        left,
        left.map((value) => -value),
      ).stereoCorrelation,
    ).toBeCloseTo(-1, 6);
    const unlike = measure(left, noise(RATE_HZ, 0.5, 99));
    expect(unlike.isDualMono).toBe(false);
    expect(Math.abs(unlike.stereoCorrelation ?? 1)).toBeLessThan(0.05);
  });

  it("finds the largest offset of any channel, with its sign", () => {
    const facts = measure(sine(RATE_HZ, RATE_HZ, 100, 0.1), new Float32Array(RATE_HZ).fill(-0.02));
    expect(facts.dcOffset).toBeCloseTo(-0.02, 5);
  });
});
