import type { NotificationKind } from "@/lib/domains/notifications/schema";

const SMALL = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"] as const;

export function sayCount(count: number): string {
  return SMALL[count] ?? String(count);
}

/** "1:48", "1:02:05"; whole seconds, cut down as a player's clock shows them. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const tail = String(rest).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export function formatRange(startSec: number, endSec: number | null): string {
  const start = formatTime(startSec);
  const end = endSec === null ? start : formatTime(endSec);
  return start === end ? start : `${start}–${end}`;
}

const NOUNS: Record<NotificationKind, [one: string, many: string]> = {
  "version.uploaded": ["new version", "new versions"],
  "comment.created": ["comment", "comments"],
  "comment.replied": ["reply", "replies"],
  "comment.resolved": ["comment resolved", "comments resolved"],
  "share.received": ["share with you", "shares with you"],
  "song.staged": ["new stage", "new stages"],
  "song.moved": ["song moved here", "songs moved here"],
  "project.offered": ["project offered to you", "projects offered to you"],
  "project.taken": ["new owner", "new owners"],
  "project.declined": ["declined project", "declined projects"],
};

/** "2 new versions, 3 comments and 1 reply" */
export function countThings(kinds: readonly NotificationKind[]): string {
  const counts = new Map<NotificationKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${count} ${NOUNS[kind][count === 1 ? 0 : 1]}`);
  const last = parts.pop() ?? "nothing";
  return parts.length > 0 ? `${parts.join(", ")} and ${last}` : last;
}
