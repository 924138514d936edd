import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { reducePicture } from "./reduce-picture";
import { sniffPicture } from "./sniff-picture";
import { BLUE, drawPicture, makePicture, RED, readColor } from "./testing/make-picture";

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc = (bytes: Buffer) =>
  (bytes.reduce((c, byte) => (crcTable[(c ^ byte) & 255] ?? 0) ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
function chunk(name: string, data: Buffer): Buffer {
  const [length, sum, named] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(name), data])];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, sum]);
}
/** A PNG of some hundred bytes that claims to be as large as one likes. */
function makePng(width: number, height: number, ...extra: Buffer[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 0], 8);
  const rows = chunk("IDAT", deflateSync(Buffer.alloc(1000)));
  const parts = [chunk("IHDR", head), ...extra, rows, chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}
const ANIMATION = chunk("acTL", Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>');

describe("B321: a cover's picture", () => {
  it.each(["jpeg", "png", "webp"] as const)("becomes two square sizes from %s, cut from its middle", async (format) => {
    const picture = await drawPicture({ width: 900, height: 300, right: BLUE })[format]().toBuffer();
    expect(sniffPicture(picture)).toBe(format);
    const { small, large } = await reducePicture(picture);
    for (const [bytes, side] of [[small, 160] as const, [large, 800] as const]) {
      expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width: side, height: side });
      expect([await readColor(bytes, 0.2, 0.5), await readColor(bytes, 0.8, 0.5)]).toEqual([
        await readColor(picture, 0.4, 0.5),
        await readColor(picture, 0.6, 0.5),
      ]);
    }
  });

  it("keeps nothing of where and with what it was taken, and stands as the camera was held", async () => {
    const place = { GPSLatitudeRef: "N", GPSLatitude: "52/1 31/1 0/1" };
    const picture = await drawPicture({ width: 300, height: 300, right: BLUE })
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD3: place, IFD0: { Make: "Camera of mine" } })
      .jpeg()
      .toBuffer();
    expect(await sharp(picture).metadata()).toMatchObject({ orientation: 6 });
    expect(picture.includes("Camera of mine")).toBe(true);
    const { large } = await reducePicture(picture);
    const { exif, xmp, iptc, icc, orientation } = await sharp(large).metadata();
    expect([exif, xmp, iptc, icc, orientation]).toEqual(Array(5).fill(undefined));
    // Turned a quarter to the right, the left half is on top.
    const [top, bottom] = [await readColor(large, 0.5, 0.2), await readColor(large, 0.5, 0.8)];
    expect([top.r > top.b, bottom.b > bottom.r]).toEqual([true, true]);
  });

  it("stands on white where it is transparent", async () => {
    const none = { r: 0, g: 0, b: 0, alpha: 0 };
    const picture = await sharp({ create: { width: 50, height: 50, channels: 4, background: none } })
      .png()
      .toBuffer();
    expect(await readColor((await reducePicture(picture)).small, 0.5, 0.5)).toEqual({ r: 260, g: 260, b: 260 });
  });

  it.each([
    ["a GIF", Buffer.from("GIF89a\x01\x00\x01\x00", "latin1"), "picture_kind"],
    ["an SVG that would read our files", SVG, "picture_kind"],
    ["a page", Buffer.from("<html><script>alert(1)</script>"), "picture_kind"],
    ["nothing", Buffer.alloc(0), "picture_kind"],
    ["a moving PNG", makePng(10, 10, ANIMATION), "picture_animated"],
    ["a bomb of a hundred bytes", makePng(60_000, 60_000), "picture_too_large"],
    ["a PNG without most of its rows", makePng(2_000, 2_000), "picture_broken"],
    ["a JPEG of nothing", Buffer.from("\xff\xd8\xff\xe0 and no more", "latin1"), "picture_broken"],
  ])("is refused with a cure: %s", async (_, bytes, reason) => {
    const refused = await reducePicture(bytes).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "invalid_input", reason, fields: [{ field: "picture" }] });
  });

  it("is refused when it moves as WebP, or ends too early as JPEG", async () => {
    const frames = await Promise.all([RED, BLUE].map((color) => makePicture({ width: 8, height: 8, color })));
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    const cut = (await makePicture({ width: 1200, height: 1200, right: BLUE })).subarray(0, 5_000);
    await expect(reducePicture(moving)).rejects.toMatchObject({ reason: "picture_animated" });
    await expect(reducePicture(cut)).rejects.toMatchObject({ reason: "picture_broken" });
  });
});
