import { constants, gunzipSync } from "node:zlib";
import { CONTENT_TYPES, type Container, sniffContainer } from "@/lib/audio/sniff";

/** What a file's content says it is. */
export interface AttachmentKind {
  /** As people call it. */
  kind: string;
  contentType: string;
}

const AUDIO_NAMES: Record<Container, string> = {
  ...{ wav: "WAV", aiff: "AIFF", flac: "FLAC", mp3: "MP3", ogg: "Ogg", opus: "Opus", mp4: "M4A", caf: "CAF" },
};

const BINARY = "application/octet-stream";

/** By the bytes that a file begins with, behind `at` bytes. */
const BEGINNINGS: readonly { at: number; bytes: string; kind: string; contentType: string }[] = [
  { at: 0, bytes: "%PDF-", kind: "PDF", contentType: "application/pdf" },
  { at: 0, bytes: "MThd", kind: "MIDI", contentType: "audio/midi" },
  { at: 0, bytes: "PK\u0003\u0004", kind: "ZIP", contentType: "application/zip" },
  { at: 0, bytes: "<REAPER_PROJECT", kind: "Reaper project", contentType: "text/plain; charset=utf-8" },
  { at: 8, bytes: "NUND", kind: "Cubase project", contentType: BINARY },
  { at: 0, bytes: "FLhd", kind: "FL Studio project", contentType: BINARY },
  { at: 0, bytes: "BtWg", kind: "Bitwig project", contentType: BINARY },
  { at: 0, bytes: "\u00030010111100101011", kind: "Pro Tools session", contentType: BINARY },
  { at: 1, bytes: "FICHIER GUITAR PRO", kind: "Guitar Pro tab", contentType: BINARY },
  { at: 0, bytes: "BCFZ", kind: "Guitar Pro tab", contentType: BINARY },
];

const ZIP_FLAGS_AT = 6;
const ZIP_ENCRYPTED = 1;
const MOST_INFLATED = 8 * 2 ** 20;
const TEXT_ENDINGS = /\.(txt|md|lrc|cho|crd|chordpro)$/i;

/**
 * Tells by content what a file is; a name decides only whether plain text is meant as such. Null for what no song keeps,
 * `"encrypted_zip"` for an archive that nobody could open later.
 */
export function sniffAttachment(head: Uint8Array, fileName: string): AttachmentKind | "encrypted_zip" | null {
  const container = sniffContainer(head);
  if (container) return { kind: AUDIO_NAMES[container], contentType: CONTENT_TYPES[container] };
  const start = Buffer.from(head).toString("latin1");
  const known = BEGINNINGS.find(({ at, bytes }) => start.startsWith(bytes, at));
  if (known?.kind === "ZIP" && ((head[ZIP_FLAGS_AT] ?? 0) & ZIP_ENCRYPTED) !== 0) return "encrypted_zip";
  if (known) return { kind: known.kind, contentType: known.contentType };
  if (isLiveSet(head)) return { kind: "Ableton Live set", contentType: "application/gzip" };
  return sniffText(head, fileName);
}

/** A Live set is XML, packed by gzip. */
function isLiveSet(head: Uint8Array): boolean {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return false;
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_INFLATED };
    return gunzipSync(head, options).subarray(0, 1000).includes("<Ableton");
  } catch {
    // Not gzip after all, or far larger than the beginning of a Live set can be.
    return false;
  }
}

function sniffText(head: Uint8Array, fileName: string): AttachmentKind | null {
  const text = decode(head);
  if (text === null || hasControls(text)) return null;
  if (/^\s*<\?xml[^]*<!?(DOCTYPE )?score-(partwise|timewise)/.test(text)) {
    return { kind: "MusicXML", contentType: "application/vnd.recordare.musicxml+xml" };
  }
  return TEXT_ENDINGS.test(fileName) ? { kind: "Text", contentType: "text/plain; charset=utf-8" } : null;
}

/** The beginning of a text in UTF-8, which may end within a character; null for anything else. */
function decode(head: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
  } catch {
    return null;
  }
}

function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d) return true;
  }
  return false;
}
