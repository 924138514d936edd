import type { Container } from "./sniff";

export const PREVIEW_BITRATE_BPS = 192_000;

/** Opus is as good at two thirds of what the others need. */
const OPUS_BITRATE_BPS = 128_000;
const OPUS_RATE_HZ = 48_000;

/** The rates that every encoder and every browser takes. */
const RATES_HZ = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

/** A file that is listened to: `aac` plays everywhere, `opus` is smaller, `mp3` needs no FFmpeg. */
export type PreviewFormat = "aac" | "opus" | "mp3";

interface PreviewFile {
  name: string;
  container: "m4a" | "ogg" | "mp3";
  contentType: string;
  demuxedAs: Container;
  /** What FFmpeg is told. */
  encoder: readonly string[];
  rateHz(sourceRateHz: number): number;
}

export const PREVIEW_FILES: Record<PreviewFormat, PreviewFile> = {
  aac: {
    ...{ name: "preview.m4a", container: "m4a", contentType: "audio/mp4", demuxedAs: "mp4" },
    // With the index first, a browser plays before it has the whole file.
    encoder: ["-c:a", "aac", "-b:a", String(PREVIEW_BITRATE_BPS), "-movflags", "+faststart", "-f", "mp4"],
    rateHz: previewRateHz,
  },
  opus: {
    ...{ name: "preview.opus", container: "ogg", contentType: "audio/ogg", demuxedAs: "opus" },
    encoder: ["-c:a", "libopus", "-b:a", String(OPUS_BITRATE_BPS), "-f", "ogg"],
    rateHz: () => OPUS_RATE_HZ,
  },
  mp3: {
    ...{ name: "preview.mp3", container: "mp3", contentType: "audio/mpeg", demuxedAs: "mp3" },
    encoder: ["-c:a", "libmp3lame", "-b:a", String(PREVIEW_BITRATE_BPS), "-f", "mp3"],
    rateHz: previewRateHz,
  },
};

/** By the file's name. */
export function previewContentType(name: string): string {
  const file = Object.values(PREVIEW_FILES).find((known) => known.name === name) ?? PREVIEW_FILES.aac;
  return file.contentType;
}

/** The rate a preview is made at: that of the source where it is a common one, or the next common one, at most 48 kHz. */
export function previewRateHz(sourceRateHz: number): number {
  const highest = sourceRateHz % 44_100 === 0 ? 44_100 : 48_000;
  return RATES_HZ.find((rateHz) => rateHz >= sourceRateHz) ?? highest;
}
