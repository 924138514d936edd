import { type IAudioMetadata, parseFile } from "music-metadata";
import type { FileMetadata } from "./audio-analysis";

const LONGEST_TEXT = 200;
const LONGEST_COMMENT = 1000;

export const NO_METADATA: FileMetadata = {
  title: null,
  artist: null,
  album: null,
  year: null,
  bpmTag: null,
  keyTag: null,
  isrc: null,
  comment: null,
};

export interface ReadMetadata {
  metadata: FileMetadata;
  format: IAudioMetadata["format"] | null;
  /** Why the tags could not be read; the sound itself may be fine. */
  problem: unknown;
}

/** Reads the tags of a file, covers left out. Never throws: a broken tag is no reason to refuse a song. */
export async function readFileMetadata(path: string): Promise<ReadMetadata> {
  try {
    const { common, format } = await parseFile(path, { skipCovers: true, duration: false });
    const metadata: FileMetadata = {
      title: cleanText(common.title, LONGEST_TEXT),
      artist: cleanText(common.artist, LONGEST_TEXT),
      album: cleanText(common.album, LONGEST_TEXT),
      year: cleanNumber(common.year, 1000, 9999),
      bpmTag: cleanNumber(common.bpm, 20, 400),
      keyTag: cleanText(common.key, 16),
      isrc: cleanText(common.isrc?.[0], 32),
      comment: cleanText(common.comment?.[0]?.text, LONGEST_COMMENT),
    };
    return { metadata, format, problem: null };
  } catch (problem) {
    return { metadata: NO_METADATA, format: null, problem };
  }
}

/** Control characters and half surrogate pairs out, white space made single, cut to `longest` characters; null when nothing is left. */
export function cleanText(text: unknown, longest: number): string | null {
  if (typeof text !== "string") return null;
  const cleaned = text
    .slice(0, longest * 4)
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\s]+/gu, " ")
    .trim();
  return Array.from(cleaned).slice(0, longest).join("") || null;
}

function cleanNumber(value: unknown, least: number, most: number): number | null {
  return typeof value === "number" && value >= least && value <= most ? value : null;
}
