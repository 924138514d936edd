import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { OBJECT_ROOT, readCoverId, readUploadId } from "@/lib/core/object-keys";
import { readKnownCovers } from "@/lib/domains/covers/reads";
import type { Services } from "@/lib/services";
import type { ListedObject } from "@/lib/storage/objects";
import { type FoundOrphans, toOrphanPage } from "./rules";
import type { OrphanPage } from "./schema";
import { findKnownUploads } from "./store";

/** One page of what lies in storage and belongs to no upload and no cover, for an administrator. @throws AppError forbidden/not_admin. */
export async function readOrphans(
  services: Services,
  actor: Actor | null,
  { after }: { after?: string | undefined },
): Promise<OrphanPage> {
  return toOrphanPage(await findOrphans(services, scopeAdmin(actor), after ?? null));
}

/**
 * The same for the sweeper. Asked after listing: a row comes before its objects, or in the next moment, so one that is without
 * for a month has lost it. What is neither an upload's object nor a cover's is left alone.
 */
export async function findOrphans(
  services: Services,
  scope: SystemScope | AdminScope,
  after: string | null,
): Promise<FoundOrphans> {
  const { objects, next } = await services.storage.list(OBJECT_ROOT, after);
  const [uploadIds, coverIds] = [listIds(objects, readUploadId), listIds(objects, readCoverId)];
  const [uploads, covers] = await Promise.all([
    findKnownUploads(scope, services.db, uploadIds),
    readKnownCovers(services, scope, coverIds),
  ]);
  const orphans = objects.filter(({ key }) => {
    const [uploadId, coverId] = [readUploadId(key), readCoverId(key)];
    return (uploadId !== null && !uploads.has(uploadId)) || (coverId !== null && !covers.has(coverId));
  });
  return { looked: objects.length, orphans, next };
}

function listIds(objects: ListedObject[], readId: (key: string) => string | null): string[] {
  return [...new Set(objects.flatMap(({ key }) => readId(key) ?? []))];
}
