import { describe, expect, it } from "vitest";
import { createRateMeter, estimateSecondsLeft } from "./rate";

describe("the rate", () => {
  it("is unknown until there is something to go by", () => {
    const meter = createRateMeter();
    expect(meter.read()).toBeNull();
    meter.add(0, 0);
    meter.add(100, 1000);
    expect(meter.read()).toBeNull();
  });

  it("looks at the last five seconds only", () => {
    const meter = createRateMeter();
    meter.add(0, 0);
    meter.add(1_000, 10_000);
    expect(meter.read()).toBe(10_000);
    for (let second = 2; second <= 12; second++) meter.add(second * 1_000, 10_000 + (second - 1) * 2_000);
    expect(meter.read()).toBe(2_000);
  });

  it("never runs backwards when a part starts again", () => {
    const meter = createRateMeter();
    meter.add(0, 5_000);
    meter.add(1_000, 1_000);
    expect(meter.read()).toBe(0);
  });

  it("guesses no time from a standstill", () => {
    expect(estimateSecondsLeft(1_000, 0)).toBeNull();
    expect(estimateSecondsLeft(1_000, null)).toBeNull();
    expect(estimateSecondsLeft(1_001, 1_000)).toBe(2);
  });
});
