import sharp from "sharp";
import { AppError } from "@/lib/core/errors";
import { createSlots } from "@/lib/core/slots";
import { sniffPicture } from "./sniff-picture";

/** More than any camera makes today; a file of some kilobytes can claim far more. */
const MOST_PIXELS = 120_000_000;
const LONGEST_SEC = 20;
const QUALITY = 82;
/** Sides in pixels: of a row in a list, and of what fills a lock screen. */
const SIDES = { small: 160, large: 800 } as const;

export type PictureSize = keyof typeof SIDES;
export const PICTURE_SIZES = ["small", "large"] as const satisfies PictureSize[];
export const REDUCED_TYPE = "image/webp";

/** A square picture in each size, without anything that its file said of where and with what it was taken. */
export type ReducedPicture = Record<PictureSize, Uint8Array>;

// A picture comes from outside: only the three kinds that are told by content are ever decoded, one at a time, nothing kept.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp"] });
sharp.concurrency(1);
sharp.cache(false);
const withSlot = createSlots(1);

/**
 * Cuts a JPEG, PNG or WebP to a square from its middle, upright as its EXIF says, on white where it is transparent, in sRGB.
 * @throws AppError invalid_input `picture_kind`, `picture_animated`, `picture_too_large`, `picture_broken`.
 */
export async function reducePicture(bytes: Uint8Array): Promise<ReducedPicture> {
  const kind = sniffPicture(bytes);
  if (kind === null) throw refuse("picture_kind", "A cover is a JPEG, PNG or WebP picture. Save it as one of these.");
  if (kind === "animated") throw refuse("picture_animated", "A cover does not move. Choose a still picture.");
  return await withSlot(async () => {
    await requireFewPixels(bytes);
    const large = await reduce(bytes, "large");
    return { large, small: await reduce(large, "small") };
  });
}

async function requireFewPixels(bytes: Uint8Array): Promise<void> {
  const { width, height } = await decode(() => sharp(bytes, { limitInputPixels: false }).metadata());
  if (width * height <= MOST_PIXELS) return;
  const sentence = `This picture has ${width} × ${height} pixels, which is too many. Make it smaller, 2000 × 2000 is plenty.`;
  throw refuse("picture_too_large", sentence);
}

function reduce(bytes: Uint8Array, size: PictureSize): Promise<Uint8Array> {
  const side = SIDES[size];
  return decode(() =>
    sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", autoOrient: true })
      .resize(side, side, { fit: "cover" })
      .flatten({ background: "#ffffff" })
      .webp({ quality: QUALITY })
      .timeout({ seconds: LONGEST_SEC })
      .toBuffer(),
  );
}

/** What the library can't read is the picture's fault: it was told apart from everything else before. */
async function decode<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw refuse("picture_broken", "This picture is damaged or not complete. Save it again, or choose another.", cause);
  }
}

function refuse(reason: string, message: string, cause?: unknown): AppError {
  return new AppError("invalid_input", reason, message, { fields: [{ field: "picture", message }], cause });
}
