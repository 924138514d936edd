import { describe, expect, it } from "vitest";
import { buildLevels, pickLevel, sampleColumns } from "./downsample";
import type { Peaks } from "./parse-peaks";

/** A quiet sound of `points` points of 0.01 s, loud at the given ones. */
function quietBut(points: number, loudAt: number[]): Peaks {
  const maximums = new Int16Array(points).fill(100);
  for (const at of loudAt) maximums[at] = 32767;
  return { sampleRateHz: 25_600, samplesPerPixel: 256, minimums: maximums.map((value) => -value), maximums };
}

describe("buildLevels", () => {
  it("never loses a peak in a coarser level", () => {
    for (const level of buildLevels(quietBut(10_001, [10_000]), null)) {
      expect(level.maximums.at(-1)).toBe(32767);
      expect(level.minimums.at(-1)).toBe(-32767);
    }
  });

  it("averages RMS by power", () => {
    const rms = new Uint8Array(1024).map((_, i) => (i % 4 === 0 ? 200 : 0));
    expect(buildLevels(quietBut(1024, []), rms)[1]?.rms?.[3]).toBe(100);
  });

  it("leaves out an RMS that is too short to belong to the peaks", () => {
    expect(buildLevels(quietBut(600, []), new Uint8Array(5))[0]?.rms).toBeNull();
  });
});

describe("sampleColumns", () => {
  const levels = buildLevels(quietBut(20_000, [5_000]), null);

  it("shows the peak in its column and in no other", () => {
    const columns = sampleColumns(levels, 0, 200, 100);
    const loud = [...(columns?.maximums ?? [])].flatMap((value, i) => (value > 0.9 ? [i] : []));
    expect(loud).toEqual([25]);
  });

  it("reads at most about four points a column, however long the song is", () => {
    const level = pickLevel(levels, 2);
    expect(2 / (level?.secPerPoint ?? 0)).toBeLessThanOrEqual(4.01);
  });

  it("is silent outside of the sound", () => {
    const columns = sampleColumns(levels, 190, 210, 20);
    expect(columns?.maximums[5]).toBeGreaterThan(0);
    expect(columns?.maximums[15]).toBe(0);
  });

  it("repeats the finest point when the view is nearer than the peaks", () => {
    const columns = sampleColumns(levels, 50, 50.01, 10);
    expect([...(columns?.maximums ?? [])].every((value) => value > 0.9)).toBe(true);
  });

  it("answers null for a view without width", () => {
    expect(sampleColumns(levels, 5, 5, 10)).toBeNull();
    expect(sampleColumns([], 0, 1, 10)).toBeNull();
  });
});
