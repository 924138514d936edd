import type { SystemScope } from "@/lib/access/system-scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { buildObjectKey, UPLOAD_OBJECTS } from "@/lib/core/object-keys";
import type { Services } from "@/lib/services";
import { findUploadsToPurge, removeUpload } from "./store";

/**
 * Removes for good what was deleted long ago: the objects first, then the rows that name them, so that a death in between
 * is mended by the next run. Answers how many uploads are gone.
 */
export async function purgeDeleted(services: Services, scope: SystemScope): Promise<number> {
  const deletedBefore = new Date(services.clock.now().getTime() - DELETED_KEPT_MS);
  const rows = await findUploadsToPurge(scope, services.db, deletedBefore);
  for (const { id, projectId, songId } of rows) {
    const location = { projectId, songId, uploadId: id };
    for (const object of UPLOAD_OBJECTS) await services.storage.delete(buildObjectKey(location, object));
    await removeUpload(scope, services.db, id);
  }
  if (rows.length > 0) services.log.info({ count: rows.length }, "deleted versions purged");
  return rows.length;
}
