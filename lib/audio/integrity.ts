import type { FileHandle } from "node:fs/promises";
import { audioFailure } from "./audio-errors";
import { AIFF_LAYOUT, CAF_LAYOUT, MP4_LAYOUT, walkChunks } from "./chunk-walk";
import { type Container, id3TagSize, mpegFrameSize } from "./sniff";
import { readWavHeader } from "./wav-file";

/** Some writers count a pad byte or the chunk's own header: no sound is missing then. */
const SLACK_BYTES = 8;
const OGG_HEADER_BYTES = 27;
const LARGEST_OGG_PAGE_BYTES = OGG_HEADER_BYTES + 255 + 255 * 255;
/** The Xing header's byte count may leave out trailing tags and the header frame. */
const XING_SLACK_BYTES = 8192;

/**
 * Throws `truncated` when the file promises more bytes than it has. Decoders play the part that is there without
 * a word, and a band would find the missing ending only by listening.
 */
export async function assertNotTruncated(file: FileHandle, container: Container, sizeBytes: number): Promise<void> {
  const isWhole = await checks[container](file, sizeBytes);
  if (!isWhole) throw audioFailure("truncated");
}

const checks: Record<Container, (file: FileHandle, sizeBytes: number) => Promise<boolean>> = {
  wav: isWavWhole,
  aiff: (file, sizeBytes) => isChunkWhole(file, sizeBytes, "SSND", AIFF_LAYOUT),
  caf: (file, sizeBytes) => isChunkWhole(file, sizeBytes, "data", CAF_LAYOUT),
  mp4: isMp4Whole,
  ogg: isOggWhole,
  opus: isOggWhole,
  mp3: isMp3Whole,
  // FLAC tells the number of frames, not of bytes: compared after decoding.
  flac: () => Promise.resolve(true),
};

async function isWavWhole(file: FileHandle, sizeBytes: number): Promise<boolean> {
  const header = await readWavHeader(file, sizeBytes);
  return header !== null && (header.promisedBytes ?? 0) <= header.dataBytes + SLACK_BYTES;
}

async function isChunkWhole(
  file: FileHandle,
  sizeBytes: number,
  soundId: string,
  layout: typeof AIFF_LAYOUT,
): Promise<boolean> {
  for await (const { id, bodyStart, bodyBytes } of walkChunks(file, layout)) {
    if (id === soundId) return bodyStart + (bodyBytes ?? 0) <= sizeBytes + SLACK_BYTES;
  }
  return false;
}

async function isMp4Whole(file: FileHandle, sizeBytes: number): Promise<boolean> {
  let hasIndex = false;
  for await (const { id, bodyStart, bodyBytes } of walkChunks(file, MP4_LAYOUT)) {
    if (bodyStart + (bodyBytes ?? 0) > sizeBytes) return false;
    if (id === "moov") hasIndex = true;
  }
  return hasIndex;
}

/** The last page must end inside the file. */
async function isOggWhole(file: FileHandle, sizeBytes: number): Promise<boolean> {
  const start = Math.max(0, sizeBytes - LARGEST_OGG_PAGE_BYTES * 2);
  const tail = Buffer.alloc(sizeBytes - start);
  await file.read(tail, 0, tail.length, start);
  const page = tail.lastIndexOf("OggS\0");
  const bodyAt = page + OGG_HEADER_BYTES + (tail[page + 26] ?? 0);
  if (page < 0 || bodyAt > tail.length) return false;
  let end = bodyAt;
  for (let i = page + OGG_HEADER_BYTES; i < bodyAt; i++) end += tail[i] ?? 0;
  return end <= tail.length;
}

/** Only an MP3 with a Xing or Info header says how long it should be. */
async function isMp3Whole(file: FileHandle, sizeBytes: number): Promise<boolean> {
  const head = Buffer.alloc(10);
  await file.read(head, 0, head.length, 0);
  const frameStart = id3TagSize(head);
  const frame = Buffer.alloc(64);
  await file.read(frame, 0, frame.length, frameStart);
  if (mpegFrameSize(frame, 0) === null) return true;
  const at = Math.max(frame.indexOf("Xing"), frame.indexOf("Info"));
  if (at < 0) return true;
  const flags = frame.readUInt32BE(at + 4);
  const hasFrames = (flags & 1) !== 0;
  const hasBytes = (flags & 2) !== 0;
  if (!hasBytes || at + 16 > frame.length) return true;
  const promisedBytes = frame.readUInt32BE(at + (hasFrames ? 12 : 8));
  return promisedBytes <= sizeBytes - frameStart + XING_SLACK_BYTES;
}
