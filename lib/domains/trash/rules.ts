import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import type { TrashItem } from "./schema";

/** The trash is closed this much before the bytes go, so that nothing is brought back of which some are gone. */
const CLOSED_BEFORE_MS = 60 * 60_000;
const KEPT_MS = DELETED_KEPT_MS - CLOSED_BEFORE_MS;

/** What was deleted then, or later, can be brought back. */
export function keptSince(now: Date): Date {
  return new Date(now.getTime() - KEPT_MS);
}

/** What is to go for good counts as deleted at that time: the next sweep removes its bytes. */
export function longAgo(now: Date): Date {
  return new Date(now.getTime() - DELETED_KEPT_MS - 1);
}

export interface Deleted extends Omit<TrashItem, "deletedAt" | "keptUntil"> {
  deletedAt: Date;
}

/** The last deleted first. */
export function toTrash(found: Deleted[]): TrashItem[] {
  return [...found]
    .sort((one, other) => other.deletedAt.getTime() - one.deletedAt.getTime())
    .map((item) => ({
      ...item,
      deletedAt: item.deletedAt.toISOString(),
      keptUntil: new Date(item.deletedAt.getTime() + KEPT_MS).toISOString(),
    }));
}
