import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { CARD, drawCard, drawPlainCard } from "./draw-card";
import { toRgb } from "./oklch";
import { makePicture, RED, readColor } from "./testing/make-picture";

const ground = { l: 0.23, c: 0.035, h: 220 };
const figure = { l: 0.8, c: 0.11, h: 300 };
const sketch = { ground, figure, bars: [0.1, 1, 0.5], cover: null };

describe("B363: a link's card", () => {
  it("is a PNG of the size that chats ask for, in the cover's colours, as high as the sound is loud", async () => {
    const card = await drawCard(sketch);
    expect(await sharp(card).metadata()).toMatchObject({ format: "png", ...CARD });
    const column = async (x: number) => {
      const cut = { left: x, top: 0, width: 1, height: CARD.height };
      const pixels = await sharp(card).extract(cut).raw().toBuffer();
      const [r, g, b] = toRgb(figure);
      return [...Array(CARD.height).keys()].filter(
        (y) => pixels[y * 3] === r && pixels[y * 3 + 1] === g && pixels[y * 3 + 2] === b,
      ).length;
    };
    const [quiet, loud, half] = [await column(98), await column(98 + 500), await column(98 + 900)];
    expect(loud).toBeGreaterThan(380);
    expect(quiet).toBeLessThan(60);
    expect(half / loud).toBeCloseTo(0.5, 1);
  });

  it("shows the cover where there is one", async () => {
    const cover = new Uint8Array(await makePicture({ width: 160, height: 160, color: RED }));
    const color = await readColor(await drawCard({ ...sketch, cover }), 0.25, 0.5);
    expect(color.r).toBeGreaterThan(color.b + 60);
  });

  it("is drawn without a sound, and the plain one is the same bytes each time", async () => {
    expect(await sharp(await drawCard({ ...sketch, bars: [] })).metadata()).toMatchObject(CARD);
    const mark = new Uint8Array(
      await sharp({ create: { width: 20, height: 20, channels: 3, background: "#f90" } })
        .png()
        .toBuffer(),
    );
    const [one, another] = [await drawPlainCard(mark), await drawPlainCard(mark)];
    expect(Buffer.from(one).equals(Buffer.from(another))).toBe(true);
  });
});

describe("a colour of a style sheet", () => {
  it.each<[string, [number, number, number], readonly [number, number, number]]>([
    ["white", [1, 0, 0], [255, 255, 255]],
    ["black", [0, 0, 0], [0, 0, 0]],
    // CSS Color 4: sRGB red, green and blue in OKLCH.
    ["red", [0.62796, 0.25768, 29.234], [255, 0, 0]],
    ["green", [0.51975, 0.17686, 142.495], [0, 128, 0]],
    ["blue", [0.45201, 0.31321, 264.052], [0, 0, 255]],
  ])("is the screen's: %s", (_, [l, c, h], rgb) => {
    for (const [i, value] of toRgb({ l, c, h }).entries())
      expect(Math.abs(value - (rgb[i] ?? 0))).toBeLessThanOrEqual(1);
  });
});
