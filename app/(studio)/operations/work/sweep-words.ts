import { formatBytes } from "@/lib/core/format-bytes";
import type { SweepsView } from "@/lib/domains/uploads/sweeping/schema";

const count = (number: number, one: string, many: string): string[] =>
  number === 0 ? [] : [number === 1 ? `1 ${one}` : `${number.toLocaleString("en")} ${many}`];

/** What the sweeper had to do in the last day, a line each; empty when there was nothing. */
export function describeSweeps(view: SweepsView): string[] {
  return [
    ...count(view.finished, "upload carried to its end", "uploads carried to their end"),
    ...count(
      view.expired,
      "upload given up, as nobody went on with it",
      "uploads given up, as nobody went on with them",
    ),
    ...count(view.cleaned, "ended upload cleared away", "ended uploads cleared away"),
    ...count(view.orphanUploads, "upload removed that no row knew", "uploads removed that no row knew"),
    ...count(view.orphans, "object removed that no row knew", "objects removed that no row knew").map(
      (words) => `${words}, ${formatBytes(view.orphanBytes)}`,
    ),
    ...count(view.purged, "deleted version gone for good", "deleted versions gone for good"),
    ...count(view.failed, "try in vain; it is tried again", "tries in vain; they are tried again"),
  ];
}

/** How far the look for what no row knows is, and what it found. */
export function describeLook(look: { looked: number; found: number; bytes: number; isDone: boolean }): string {
  const seen = `${look.looked.toLocaleString("en")} ${look.looked === 1 ? "object" : "objects"}`;
  if (look.found === 0)
    return look.isDone ? `Looked at ${seen}. Each belongs to an upload.` : `Looked at ${seen} so far.`;
  const found = `${look.found.toLocaleString("en")} of them, ${formatBytes(look.bytes)}, belong to no upload`;
  return look.isDone ? `Looked at ${seen}. ${found}.` : `Looked at ${seen} so far. ${found}.`;
}
