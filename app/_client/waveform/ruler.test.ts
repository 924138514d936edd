import { describe, expect, it } from "vitest";
import { chooseRulerStep, placeTicks } from "./ruler";

describe("chooseRulerStep", () => {
  it.each([
    [40, 800, 5],
    [192, 792, 30],
    [2, 800, 0.25],
    [10_800, 360, 3600],
    [0.5, 1000, 0.05],
  ])("%d s over %d px → every %d s", (spanSec, widthPx, step) => {
    expect(chooseRulerStep(spanSec, widthPx)).toBe(step);
  });
});

describe("placeTicks", () => {
  it("begins left of the edge, so that the first stretch has a label", () => {
    const ticks = placeTicks({ fromSec: 62, toSec: 102 }, 800, 192);
    expect(ticks[0]).toMatchObject({ sec: 60, label: "1:00" });
    expect(ticks[0]?.x).toBeLessThan(0);
    expect(ticks[1]?.x).toBeCloseTo(60);
  });

  it("ends with the song", () => {
    expect(placeTicks({ fromSec: 0, toSec: 40 }, 800, 11).map((tick) => tick.sec)).toEqual([0, 5, 10]);
  });

  it("shows tenths when the step needs them", () => {
    expect(placeTicks({ fromSec: 79, toSec: 83 }, 800, 192)[1]?.label).toBe("1:19.5");
  });

  it("is empty before the layout", () => {
    expect(placeTicks({ fromSec: 0, toSec: 40 }, 0, 192)).toEqual([]);
  });
});
