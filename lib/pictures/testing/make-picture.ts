import sharp from "sharp";

export type Rgb = { r: number; g: number; b: number };
export const RED: Rgb = { r: 220, g: 30, b: 30 };
export const BLUE: Rgb = { r: 30, g: 60, b: 200 };

interface PictureLook {
  width?: number;
  height?: number;
  /** Of its left half. */
  color?: Rgb;
  /** Of its right half; as the left unless said. */
  right?: Rgb;
}

/** A picture of two flat halves. */
export function drawPicture({ width = 400, height = 300, color = RED, right = color }: PictureLook = {}) {
  const half = { create: { width: Math.ceil(width / 2), height, channels: 3 as const, background: right } };
  return sharp({ create: { width, height, channels: 3, background: color } }).composite([
    { input: half, left: Math.floor(width / 2), top: 0 },
  ]);
}

/** As a JPEG. */
export function makePicture(look?: PictureLook): Promise<Buffer> {
  return drawPicture(look).jpeg({ quality: 90 }).toBuffer();
}

/** The colour at a place given as a share of width and height, to the nearest ten. */
export async function readColor(bytes: Uint8Array, atX: number, atY: number): Promise<Rgb> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(atY * info.height) * info.width + Math.floor(atX * info.width)) * info.channels;
  const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
  const near = (value: number) => Math.round(value / 10) * 10;
  return { r: near(r), g: near(g), b: near(b) };
}
