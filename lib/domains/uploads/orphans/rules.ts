import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import type { ListedObject } from "@/lib/storage/objects";
import type { OrphanPage } from "./schema";

/**
 * An object that no row knows is kept until it is as old as what was deleted may get: after a database was put back from a
 * backup of this month, everything that came since looks like that, and a newer backup may still be found.
 */
export function removedAfter({ modifiedAt }: ListedObject): Date {
  return new Date(modifiedAt.getTime() + DELETED_KEPT_MS);
}

export interface FoundOrphans {
  looked: number;
  orphans: ListedObject[];
  next: string | null;
}

export function toOrphanPage({ looked, orphans, next }: FoundOrphans): OrphanPage {
  return {
    looked,
    next,
    orphans: orphans.map((object) => ({
      key: object.key,
      sizeBytes: object.sizeBytes,
      modifiedAt: object.modifiedAt.toISOString(),
      removedAfter: removedAfter(object).toISOString(),
    })),
  };
}
