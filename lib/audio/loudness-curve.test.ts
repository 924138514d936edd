import { describe, expect, it } from "vitest";
import { thinCurve } from "./loudness-curve";
import { LoudnessMeter } from "./loudness-meter";
import { startMeter } from "./testdata/meter-feed";
import { decibels, sine } from "./testdata/synthesis";

describe("B196: the short-term curve", () => {
  it("has a point for every second that three seconds begin with, and -70 for silence", () => {
    const { meter, feed } = startMeter(2, (kernels) => new LoudnessMeter(48_000, 2, kernels));
    const [loud, quiet] = [sine(4800, 48_000, 1000, decibels(-20)), new Float32Array(4800)];
    for (let step = 0; step < 100; step++) {
      const sound = step < 50 ? loud : quiet;
      feed(sound, sound);
    }
    const { stepSec, lufs } = meter.shortTermCurve();
    expect([stepSec, lufs.length]).toEqual([1, 8]);
    for (const point of [0, 1, 2]) expect(lufs[point]).toBeCloseTo(-20, 1);
    expect(lufs[3]).toBeCloseTo(-20 + 10 * Math.log10(2 / 3), 1);
    expect([...lufs.slice(5)]).toEqual([-70, -70, -70]);
  });

  it("of three hours takes 10,798 floats and no more", () => {
    const { meter, feed } = startMeter(1, (kernels) => new LoudnessMeter(1000, 1, kernels));
    const second = new Float32Array(1000).fill(0.1);
    for (let at = 0; at < 3 * 3600; at++) feed(second);
    expect(meter.shortTermCurve().lufs.byteLength).toBe(10_798 * 4);
  });

  it("is empty for what is shorter than three seconds", () => {
    const { meter, feed } = startMeter(1, (kernels) => new LoudnessMeter(48_000, 1, kernels));
    feed(new Float32Array(48_000));
    expect(meter.shortTermCurve().lufs.length).toBe(0);
  });

  it("is thinned to its loudest points, in whole seconds", () => {
    const lufs = Float32Array.from({ length: 1201 }, (_, i) => -60 + (i % 3) * 1.04);
    const { stepSec, lufs: thin } = thinCurve({ stepSec: 1, lufs }, 600);
    expect([stepSec, thin.length]).toEqual([3, 401]);
    expect(thin.slice(0, 2)).toEqual([-57.9, -57.9]);
    expect(thinCurve({ stepSec: 1, lufs: lufs.subarray(0, 4) }, 600)).toEqual({
      stepSec: 1,
      lufs: [-60, -59, -57.9, -60],
    });
    expect(thinCurve({ stepSec: 1, lufs: new Float32Array(0) }, 600)).toEqual({ stepSec: 1, lufs: [] });
  });
});
