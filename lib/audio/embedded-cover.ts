import { createHash } from "node:crypto";
import { parseFile, selectCover } from "music-metadata";
import { AppError } from "@/lib/core/errors";
import { type ReducedPicture, reducePicture } from "@/lib/pictures/reduce-picture";

/** More than any encoder writes for a picture beside a song. */
const LARGEST_BYTES = 20_000_000;

export interface EmbeddedCover {
  /** Of the picture as the file has it, hexadecimal. */
  sha256: string;
  reduced: ReducedPicture;
}

/** The picture in a sound file's tags (ID3 APIC, FLAC PICTURE, MP4 covr), reduced; null when there is none that is fit for a cover. */
export async function readEmbeddedCover(path: string): Promise<EmbeddedCover | null> {
  const picture = await readPicture(path);
  if (!picture || picture.byteLength > LARGEST_BYTES) return null;
  try {
    return { sha256: createHash("sha256").update(picture).digest("hex"), reduced: await reducePicture(picture) };
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  }
}

/** A broken tag is as none: the sound may be fine. */
async function readPicture(path: string): Promise<Uint8Array | null> {
  const metadata = await parseFile(path, { duration: false }).catch(() => null);
  return selectCover(metadata?.common.picture)?.data ?? null;
}
