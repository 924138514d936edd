import fc from "fast-check";
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import { drawCoverArt } from "./cover-art";

describe("B320: a cover that nobody chose", () => {
  it("is the same for an id for ever", () => {
    expect(drawCoverArt("01990000-0000-7000-8000-000000000001")).toEqual(
      drawCoverArt("01990000-0000-7000-8000-000000000001"),
    );
  });

  it("differs between ten thousand songs of one moment", () => {
    const looks = new Set(Array.from({ length: 10_000 }, () => JSON.stringify(drawCoverArt(v7()))));
    expect(looks.size).toBe(10_000);
  });

  it("has hues that are told apart, and measures within bounds, for every id", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const { groundHue, figureHue, measures } = drawCoverArt(id);
        expect(Math.abs(groundHue - figureHue)).toBeGreaterThanOrEqual(50);
        for (const hue of [groundHue, figureHue]) expect(hue >= 170 && hue < 350).toBe(true);
        expect(measures.every((measure) => measure >= 0 && measure <= 1)).toBe(true);
      }),
    );
  });
});
