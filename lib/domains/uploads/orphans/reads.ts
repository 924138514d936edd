import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { OBJECT_ROOT, readCoverId, readExportId, readUploadId } from "@/lib/core/object-keys";
import { readKnownCovers } from "@/lib/domains/covers/reads";
import { readKnownExports } from "@/lib/domains/exports/reads";
import type { Services } from "@/lib/services";
import type { ListedObject } from "@/lib/storage/objects";
import { type FoundOrphans, toOrphanPage } from "./rules";
import type { OrphanPage } from "./schema";
import { findKnownUploads } from "./store";

/** One page of what lies in storage and belongs to no upload, cover or export, for an administrator. @throws AppError forbidden/not_admin. */
export async function readOrphans(
  services: Services,
  actor: Actor | null,
  { after }: { after?: string | undefined },
): Promise<OrphanPage> {
  return toOrphanPage(await findOrphans(services, scopeAdmin(actor), after ?? null));
}

/**
 * The same for the sweeper. Asked after listing: a row comes before its objects, or in the next moment, so one that is without
 * for a month has lost it. What is none of an upload, a cover or an export is left alone.
 */
export async function findOrphans(
  services: Services,
  scope: SystemScope | AdminScope,
  after: string | null,
): Promise<FoundOrphans> {
  const { objects, next } = await services.storage.list(OBJECT_ROOT, after);
  const [uploads, covers, exports] = await Promise.all([
    findKnownUploads(scope, services.db, listIds(objects, readUploadId)),
    readKnownCovers(services, scope, listIds(objects, readCoverId)),
    readKnownExports(services, scope, listIds(objects, readExportId)),
  ]);
  const orphans = objects.filter(({ key }) => {
    const isLost = (id: string | null, known: Set<string>) => id !== null && !known.has(id);
    return isLost(readUploadId(key), uploads) || isLost(readCoverId(key), covers) || isLost(readExportId(key), exports);
  });
  return { looked: objects.length, orphans, next };
}

function listIds(objects: ListedObject[], readId: (key: string) => string | null): string[] {
  return [...new Set(objects.flatMap(({ key }) => readId(key) ?? []))];
}
