import { describe, expect, it } from "vitest";
import { type LoudnessFigures, LoudnessMeter } from "./loudness-meter";
import { startMeter } from "./testdata/meter-feed";
import { decibels, sine } from "./testdata/synthesis";

/** Level in dBFS and length in seconds. */
type Part = readonly [db: number, seconds: number];

/** Measures 1 kHz sines of the given levels, one list of parts for all channels. */
function measure(parts: readonly Part[], rateHz = 48_000, channelDb: readonly number[] = [0, 0]): LoudnessFigures {
  const count = channelDb.length;
  const { meter, feed } = startMeter(count, (kernels) => new LoudnessMeter(rateHz, count, kernels));
  const stepFrames = rateHz / 10;
  for (const [db, seconds] of parts) {
    const channels = channelDb.map((extra) => sine(stepFrames, rateHz, 1000, decibels(db + extra)));
    for (let step = 0; step < Math.round(seconds * 10); step++) feed(...channels);
  }
  return meter.finish();
}

describe("integrated loudness, EBU Tech 3341 (±0.1 LU)", () => {
  it.each<[string, Part[], number]>([
    ["1", [[-23, 20]], -23],
    ["2", [[-33, 20]], -33],
    [
      "3",
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
      -23,
    ],
    [
      "4",
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
      -23,
    ],
    [
      "5",
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
      -23,
    ],
  ])("case %s", (_, parts, expected) => {
    expect(Math.abs((measure(parts).integratedLufs ?? 0) - expected)).toBeLessThanOrEqual(0.1);
  });

  it("case 6: the surrounds of a 5.0 sound count 1.41 times", () => {
    const { integratedLufs } = measure([[0, 20]], 48_000, [-28, -28, -24, -30, -30]);
    expect(Math.abs((integratedLufs ?? 0) + 23)).toBeLessThanOrEqual(0.1);
  });

  it.each([44_100, 88_200, 96_000, 192_000])("case 1 at %d Hz", (rateHz) => {
    expect(Math.abs((measure([[-23, 5]], rateHz).integratedLufs ?? 0) + 23)).toBeLessThanOrEqual(0.1);
  });

  it("leaves the low-frequency channel of 5.1 out", () => {
    const silentButLfe = [-200, -200, -200, 0, -200, -200];
    expect(measure([[0, 2]], 48_000, silentButLfe).integratedLufs).toBeNull();
  });
});

describe("momentary and short-term loudness", () => {
  it("finds the loudest 400 ms and the loudest 3 s", () => {
    const figures = measure([
      [-40, 5],
      [-20, 0.4],
      [-40, 5],
    ]);
    expect(figures.maxMomentaryLufs).toBeCloseTo(-20, 1);
    expect(figures.maxShortTermLufs).toBeCloseTo(-20 + 10 * Math.log10((0.4 + 2.6 * 0.01) / 3), 1);
  });

  it("has no figure for what is too short or too quiet to have one", () => {
    expect(measure([[-20, 0.3]])).toEqual({
      integratedLufs: null,
      rangeLu: null,
      maxMomentaryLufs: null,
      maxShortTermLufs: null,
    });
    expect(measure([[-20, 1]]).rangeLu).toBeNull();
    expect(measure([[-90, 5]]).integratedLufs).toBeNull();
  });
});

describe("loudness range, EBU Tech 3342 (±1 LU)", () => {
  it.each<[string, Part[], number]>([
    [
      "1",
      [
        [-20, 20],
        [-30, 20],
      ],
      10,
    ],
    [
      "2",
      [
        [-20, 20],
        [-15, 20],
      ],
      5,
    ],
    [
      "3",
      [
        [-40, 20],
        [-20, 20],
      ],
      20,
    ],
    [
      "4",
      [
        [-50, 20],
        [-35, 20],
        [-20, 20],
        [-35, 20],
        [-50, 20],
      ],
      15,
    ],
  ])("case %s", (_, parts, expected) => {
    expect(Math.abs((measure(parts).rangeLu ?? -1) - expected)).toBeLessThanOrEqual(0.1);
  });
});
