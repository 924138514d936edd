import type { BriefDocumentView } from "@/lib/domains/briefs/schema";

/** A point is lit for so long on both sides. */
const NEAR_SEC = 1.5;

/** The items under the playhead, in the document's order. */
export function findLitItems(document: BriefDocumentView, atSec: number): string[] {
  const items = document.groups.flatMap((group) => group.items);
  return items.filter((item) => isUnder(item, atSec)).map((item) => item.id);
}

function isUnder({ startSec, endSec }: { startSec: number | null; endSec: number | null }, atSec: number): boolean {
  if (startSec === null) return false;
  if (endSec === null) return Math.abs(startSec - atSec) <= NEAR_SEC;
  return startSec <= atSec + 0.01 && atSec < endSec;
}
