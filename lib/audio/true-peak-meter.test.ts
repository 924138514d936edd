import { describe, expect, it } from "vitest";
import { amplitudeToDb } from "./decibels";
import { BLOCK_FRAMES } from "./meter";
import { noise, sine } from "./testdata/synthesis";
import { TruePeakMeter } from "./true-peak-meter";

const RATE_HZ = 48_000;

function measureDbtp(sound: Float32Array): number {
  const meter = new TruePeakMeter(1);
  for (let at = 0; at < sound.length; at += BLOCK_FRAMES) {
    const block = sound.subarray(at, at + BLOCK_FRAMES);
    meter.process([block], block.length);
  }
  return amplitudeToDb(meter.truePeak) ?? Number.NEGATIVE_INFINITY;
}

describe("true peak, EBU Tech 3341 (+0.2/-0.4 dB)", () => {
  it.each([
    ["15", 4, 0, 0.5, -6],
    ["16", 4, 45, 0.5, -6],
    ["17", 6, 60, 0.5, -6],
    ["18", 8, 67.5, 0.5, -6],
    ["19", 4, 45, 1.41, 3],
  ])("case %s", (_, divisor, phaseDeg, amplitude, expected) => {
    const found = measureDbtp(sine(RATE_HZ, RATE_HZ, RATE_HZ / divisor, amplitude, phaseDeg));
    expect(found).toBeLessThanOrEqual(expected + 0.2);
    expect(found).toBeGreaterThanOrEqual(expected - 0.4);
  });
});

describe("TruePeakMeter", () => {
  it("skips without losing: a rising sound gives the peak of its loudest end alone", () => {
    const rising = noise(40_000, 1).map((value, i) => (value * i) / 40_000);
    expect(measureDbtp(rising)).toBe(
      Math.max(...[0, 10_000, 20_000, 30_000].map((at) => measureDbtp(rising.slice(at)))),
    );
  });

  it("tells silence as nothing", () => {
    expect(measureDbtp(new Float32Array(1000))).toBe(Number.NEGATIVE_INFINITY);
  });
});
