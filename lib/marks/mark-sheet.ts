import type { FrameRate } from "./frame-rate";

/** An answer to a note. */
export interface MarkReply {
  author: string;
  body: string;
  createdAt: string;
}

/** A note on a version: at a moment, over a range, or, without a start, on all of it. */
export interface Mark {
  id: string;
  startMs: number | null;
  endMs: number | null;
  author: string;
  /** The author's colour as six hexadecimal digits. */
  color: string;
  body: string;
  createdAt: string;
  resolvedAt: string | null;
  replies: MarkReply[];
}

/** The notes of one version in the order of their moments, and what a tool must know to place them. */
export interface MarkSheet {
  project: string;
  song: string;
  version: { number: number; label: string; fileName: string };
  durationMs: number | null;
  /** The version's own; 48,000 where it is not known yet. */
  sampleRateHz: number;
  tempo: { bpm: number; firstBeatSec: number } | null;
  /** Where the sound begins on the tool's timeline. */
  offsetMs: number;
  frameRate: FrameRate;
  exportedAt: string;
  marks: Mark[];
}

/** One line without control characters, so that it can be a name in any tool. */
export function toLine(text: string): string {
  return toText(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
}

/** Text that is valid in UTF-8 and XML: no half characters, no control characters but tab and line break. */
export function toText(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, "\ufffd")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]|[\ufffe\uffff]/gu, "");
}

/** A marker's name: who says what, and whether that is done. */
export function nameMark(mark: Mark): string {
  const done = mark.resolvedAt === null ? "" : "[resolved] ";
  const general = mark.startMs === null ? "[whole song] " : "";
  return `${toLine(mark.author)}: ${done}${general}${toLine(mark.body)}`;
}

/** What was answered, in one line; empty where nothing was. */
export function nameReplies(mark: Mark): string {
  return mark.replies.map((reply) => `${toLine(reply.author)}: ${toLine(reply.body)}`).join(" / ");
}

/** The same with what was answered, for tools that know a name alone. */
export function nameThread(mark: Mark): string {
  const replies = nameReplies(mark);
  return replies === "" ? nameMark(mark) : `${nameMark(mark)} / ${replies}`;
}

/** Where a mark stands on the tool's timeline. A note on the whole song stands where the sound begins. */
export function placeMark(sheet: Pick<MarkSheet, "offsetMs">, mark: Mark): { startMs: number; endMs: number | null } {
  const { startMs, endMs } = mark;
  if (startMs === null) return { startMs: sheet.offsetMs, endMs: null };
  return { startMs: sheet.offsetMs + startMs, endMs: endMs === null ? null : sheet.offsetMs + endMs };
}

/** The nearest sample. */
export function toSamples(ms: number, sampleRateHz: number): number {
  return Math.round((ms * sampleRateHz) / 1000);
}
