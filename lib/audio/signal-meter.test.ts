import { describe, expect, it } from "vitest";
import type { SignalFacts, Silence } from "./audio-analysis";
import { SignalAnalyzer } from "./signal-analyzer";
import { joinSounds, noise, sine } from "./testdata/synthesis";

const RATE_HZ = 48_000;

function measure(...channels: Float32Array[]): SignalFacts {
  const analyzer = new SignalAnalyzer({ sampleRateHz: RATE_HZ, channels: channels.length });
  analyzer.push(channels);
  return analyzer.finish().signal;
}

function measureTimeline(sound: Float32Array): Silence[] {
  const analyzer = new SignalAnalyzer({ sampleRateHz: RATE_HZ, channels: 1 });
  analyzer.push([sound]);
  return analyzer.finish().timeline.silences;
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

  it("lists the silences inside that are longer than a rest, and the hundred longest of many", () => {
    const loud = new Float32Array(RATE_HZ / 10).fill(0.2);
    const quiet = (seconds: number): Float32Array => new Float32Array(Math.round(seconds * RATE_HZ));
    const listed = measureTimeline(
      joinSounds(quiet(1), loud, quiet(0.4), loud, quiet(0.5), loud, quiet(2), loud, quiet(1)),
    );
    expect(listed.map(({ startSec, endSec }) => [startSec, endSec].map((sec) => Math.round(sec * 1e4) / 1e4))).toEqual([
      [1.6, 2.1],
      [2.2, 4.2],
    ]);
    const many = joinSounds(...Array.from({ length: 350 }, (_, i) => [loud, quiet(0.5 + (i % 7) / 100)]).flat(), loud);
    const hundred = measureTimeline(many);
    expect(hundred.length).toBe(100);
    expect(Math.min(...hundred.map(({ startSec, endSec }) => endSec - startSec))).toBeCloseTo(0.55, 6);
    expect(hundred.map(({ startSec }) => startSec)).toEqual(
      hundred.map(({ startSec }) => startSec).sort((one, other) => one - other),
    );
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
