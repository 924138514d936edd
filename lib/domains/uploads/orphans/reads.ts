import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { OBJECT_ROOT, readUploadId } from "@/lib/core/object-keys";
import type { Services } from "@/lib/services";
import { type FoundOrphans, toOrphanPage } from "./rules";
import type { OrphanPage } from "./schema";
import { findKnownUploads } from "./store";

/** One page of what lies in storage and belongs to no upload, for an administrator. @throws AppError forbidden/not_admin. */
export async function readOrphans(
  services: Services,
  actor: Actor | null,
  { after }: { after?: string | undefined },
): Promise<OrphanPage> {
  return toOrphanPage(await findOrphans(services, scopeAdmin(actor), after ?? null));
}

/**
 * The same for the sweeper. Asked after listing: a row comes before its objects, so whatever is listed has had its row, and
 * one without has lost it. What is no upload's object is left alone.
 */
export async function findOrphans(
  { storage, db }: Services,
  scope: SystemScope | AdminScope,
  after: string | null,
): Promise<FoundOrphans> {
  const { objects, next } = await storage.list(OBJECT_ROOT, after);
  const uploadIds = new Map(objects.flatMap((object) => [[object, readUploadId(object.key)] as const]));
  const ids = [...new Set([...uploadIds.values()].flatMap((id) => id ?? []))];
  const known = await findKnownUploads(scope, db, ids);
  const orphans = objects.filter((object) => {
    const id = uploadIds.get(object);
    return id !== null && id !== undefined && !known.has(id);
  });
  return { looked: objects.length, orphans, next };
}
