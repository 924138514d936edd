import { formatBytes } from "@/lib/core/format-bytes";
import type { ExportFormat, ExportView } from "@/lib/domains/exports/schema";

/** What each format is for. */
export const FORMAT_WORDS: Record<ExportFormat, { label: string; hint: string }> = {
  reaper: { label: "REAPER", hint: "Markers and regions in people's colours" },
  midi: { label: "MIDI file", hint: "Markers and tempo for Pro Tools, Logic, Live" },
  cubase: { label: "Cubase", hint: "Markers and cycle markers, as a track archive" },
  audition: { label: "Adobe Audition", hint: "Markers with their lengths" },
  wav: { label: "WAV with cues", hint: "The sound itself, with the comments in it" },
  pdf: { label: "PDF", hint: "To print, with the waveform" },
  markdown: { label: "Markdown", hint: "To paste into notes or a chat" },
  csv: { label: "Table", hint: "CSV, for spreadsheets" },
  json: { label: "JSON", hint: "For programs" },
};

export function nameExport({ request }: ExportView): string {
  if (request.kind === "report") return `Activity, ${tellSpan(request)}`;
  return request.kind === "archive" ? "Everything, as one archive" : `Comments, ${FORMAT_WORDS[request.format].label}`;
}

/** The page that shows what an export comes to; null for a file alone. */
export function pageOf({ id, state, request }: ExportView): string | null {
  return request.kind === "report" && state === "completed" ? `/exports/${id}` : null;
}

/** "3 Nov 2026", of a day of the calendar. */
export function tellDay(day: string, { hasYear = true }: { hasYear?: boolean } = {}): string {
  const parts = { day: "numeric", month: "short", year: hasYear ? "numeric" : undefined, timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", parts).format(new Date(day));
}

/** "1 Nov to 30 Nov 2026" */
export function tellSpan({ start, end }: { start: string; end: string }): string {
  if (start === end) return tellDay(end);
  return `${tellDay(start, { hasYear: start.slice(0, 4) !== end.slice(0, 4) })} to ${tellDay(end)}`;
}

/** Where it stands, in a few words; what a file's end needs a clock for is said beside it. */
export function describeExport({ state, percent, bytesDone, sizeBytes, message }: ExportView): string {
  if (state === "queued") return "Waiting for its turn";
  if (state === "running")
    return percent === null ? "Being made" : `Being made: ${percent} %, ${formatBytes(bytesDone)}`;
  if (state === "completed") return sizeBytes === null ? "Ready" : formatBytes(sizeBytes);
  if (state === "expired") return "Its file was kept for a week";
  if (state === "cancelled") return "Cancelled";
  return message ?? "It could not be made.";
}

/** "1:00:00", "65.5" or "1:05.5" in seconds; NaN for anything else. */
export function readOffset(text: string): number {
  const parts = text.trim() === "" ? ["0"] : text.trim().split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d+([.,]\d+)?$/.test(part))) return Number.NaN;
  return parts.reduce((sum, part) => sum * 60 + Number(part.replace(",", ".")), 0);
}

/** The day of the calendar so many days before a moment's own, "2026-11-30", for a field. */
export function daysBefore(now: Date, days: number, timeZone: string): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  return new Date(Date.parse(today) - days * 24 * 60 * 60_000).toISOString().slice(0, 10);
}
