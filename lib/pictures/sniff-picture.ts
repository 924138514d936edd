export type PictureKind = "jpeg" | "png" | "webp";

/** Moving pictures are told apart from still ones of the same format. */
export type SniffedPicture = PictureKind | "animated";

const PNG = "\x89PNG\r\n\x1a\n";
const PNG_CHUNK_HEAD = 8;
const PNG_CHUNK_REST = 12;
const WEBP_ANIMATION_FLAG = 0x02;
const WEBP_FLAGS_AT = 20;

/** Tells a picture by its bytes, never by its name. Null for everything else: GIF, SVG, HEIC, a page of HTML. */
export function sniffPicture(bytes: Uint8Array): SniffedPicture | null {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 3) === "\xff\xd8\xff") return "jpeg";
  if (text(0, PNG.length) === PNG) return isAnimatedPng(bytes) ? "animated" : "png";
  if (text(0, 4) !== "RIFF" || text(8, 12) !== "WEBP") return null;
  const isAnimated = text(12, 16) === "VP8X" && ((bytes[WEBP_FLAGS_AT] ?? 0) & WEBP_ANIMATION_FLAG) !== 0;
  return isAnimated ? "animated" : "webp";
}

/** An APNG says so before its first data; decoders that know only PNG show its first frame. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = PNG.length; at + PNG_CHUNK_HEAD <= bytes.length; at += PNG_CHUNK_REST + view.getUint32(at)) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + PNG_CHUNK_HEAD));
    if (name === "acTL") return true;
    if (name === "IDAT") return false;
  }
  return false;
}
