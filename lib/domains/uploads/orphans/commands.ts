import type { SystemScope } from "@/lib/access/system-scope";
import type { Services } from "@/lib/services";
import { findOrphans } from "./reads";
import { removedAfter } from "./rules";

/** So many pages a run: a large storage is looked through in the course of a day, a small one each time. */
const PAGES = 20;

export interface OrphanCounts {
  objects: number;
  orphans: number;
  orphanBytes: number;
  /** Where the next run goes on; null: from the beginning. */
  objectCursor: string | null;
}

/** Removes objects that no row knows and that are a month old, from `after` on. Repeating it is harmless. */
export async function removeOrphans(
  services: Services,
  scope: SystemScope,
  after: string | null,
): Promise<OrphanCounts> {
  const now = services.clock.now();
  const counts: OrphanCounts = { objects: 0, orphans: 0, orphanBytes: 0, objectCursor: after };
  for (let page = 0; page < PAGES; page++) {
    const { looked, orphans, next } = await findOrphans(services, scope, counts.objectCursor);
    counts.objects += looked;
    for (const orphan of orphans.filter((object) => removedAfter(object) < now)) {
      await services.storage.delete(orphan.key);
      counts.orphans++;
      counts.orphanBytes += orphan.sizeBytes;
    }
    counts.objectCursor = next;
    if (next === null) break;
  }
  if (counts.orphans > 0) services.log.warn(counts, "objects that no row knows removed");
  return counts;
}
