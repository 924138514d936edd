/** The wrappings we take. `opus` is Ogg with an Opus stream; `ogg` is Ogg with Vorbis or FLAC. */
export type Container = "wav" | "aiff" | "flac" | "mp3" | "ogg" | "opus" | "mp4" | "caf";

/** What a stored file is served as. */
export const CONTENT_TYPES: Record<Container, string> = {
  wav: "audio/wav",
  aiff: "audio/aiff",
  flac: "audio/flac",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  mp4: "audio/mp4",
  caf: "audio/x-caf",
};

/** Bytes from the start of a file that `sniffContainer` wants to see. */
export const SNIFF_BYTES = 4096;

/**
 * Tells the container by its magic bytes, never by name or declared type; null for anything else.
 * Playlists, text and archives must never reach a decoder: some demuxers open other files named inside.
 */
export function sniffContainer(head: Uint8Array): Container | null {
  const magic = readAscii(head, 0, 4);
  const form = readAscii(head, 8, 4);
  if (magic === "RIFF" || magic === "RF64" || magic === "BW64") return form === "WAVE" ? "wav" : null;
  if (magic === "FORM") return form === "AIFF" || form === "AIFC" ? "aiff" : null;
  if (magic === "fLaC") return "flac";
  if (magic === "OggS") return sniffOgg(head);
  if (magic === "caff") return "caf";
  if (readAscii(head, 4, 4) === "ftyp") return "mp4";
  if (magic.startsWith("ID3")) return sniffAfterId3(head);
  return isMp3At(head, 0) ? "mp3" : null;
}

function sniffOgg(head: Uint8Array): Container | null {
  const payload = 27 + (head[26] ?? 0);
  if (readAscii(head, payload, 8) === "OpusHead") return "opus";
  if (readAscii(head, payload + 1, 6) === "vorbis" || readAscii(head, payload + 1, 4) === "FLAC") return "ogg";
  return null;
}

function sniffAfterId3(head: Uint8Array): Container | null {
  const tagEnd = id3TagSize(head);
  if (tagEnd + 4 > head.length) return head.length >= 10 ? "mp3" : null;
  return sniffBehindTag(head.subarray(tagEnd));
}

/** Tells what follows an ID3v2 tag, from the bytes behind it; some programs leave zeroes in between. */
export function sniffBehindTag(bytes: Uint8Array): "flac" | "mp3" | null {
  if (readAscii(bytes, 0, 4) === "fLaC") return "flac";
  return isMp3At(bytes, skipZeroes(bytes, 0)) ? "mp3" : null;
}

/** Bytes that an ID3v2 tag at the start takes, header included; 0 when there is none. */
export function id3TagSize(head: Uint8Array): number {
  if (readAscii(head, 0, 3) !== "ID3" || head.length < 10) return 0;
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0;
  let size = 0;
  for (let i = 6; i < 10; i++) size = (size << 7) | ((head[i] ?? 0) & 0x7f);
  return size + 10 + (hasFooter ? 10 : 0);
}

const KBPS_MPEG1 = [
  [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
];
const KBPS_MPEG2 = [
  [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/** Length in bytes of the MPEG audio frame whose header starts at `at`; null when there is no such header. ISO 11172-3. */
export function mpegFrameSize(bytes: Uint8Array, at: number): number | null {
  const b1 = bytes[at + 1] ?? 0;
  const b2 = bytes[at + 2] ?? 0;
  if (bytes[at] !== 0xff || (b1 & 0xe0) !== 0xe0) return null;
  const version = (b1 >> 3) & 3;
  const layer = 4 - ((b1 >> 1) & 3);
  const rate = [44100, 48000, 32000][(b2 >> 2) & 3];
  const kbps = (version === 3 ? KBPS_MPEG1 : KBPS_MPEG2)[layer - 1]?.[(b2 >> 4) - 1];
  if (version === 1 || rate === undefined || kbps === undefined) return null;
  const rateHz = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  const padding = (b2 >> 1) & 1;
  if (layer === 1) return (Math.floor((12000 * kbps) / rateHz) + padding) * 4;
  const samplesOver8 = layer === 3 && version !== 3 ? 72 : 144;
  return Math.floor((samplesOver8 * 1000 * kbps) / rateHz) + padding;
}

/** A lone sync word is 11 bits and turns up by chance, so the next frame must be where the first one says. */
function isMp3At(head: Uint8Array, at: number): boolean {
  const size = mpegFrameSize(head, at);
  if (size === null) return false;
  const next = at + size;
  return next + 4 <= head.length ? mpegFrameSize(head, next) !== null : true;
}

function skipZeroes(head: Uint8Array, from: number): number {
  let at = from;
  while (at < head.length && head[at] === 0) at++;
  return at;
}

function readAscii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
