import type { SongScope } from "@/lib/access/scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { insertUpload, type NewUpload } from "../store";
import { requireRoom } from "./rules";
import { lockOwner, sumUse } from "./store";

/**
 * Reserves an upload and the room for it, or neither; nothing happens when this person has used the key before.
 * @throws AppError conflict `project_full`, `owner_full`.
 */
export async function reserveUpload(services: Services, scope: SongScope, upload: NewUpload): Promise<void> {
  const { quotas } = services.config;
  const now = services.clock.now();
  if (quotas.projectBytes === null && quotas.accountBytes === null) {
    await insertUpload(scope, services.db, upload, now);
    return;
  }
  await transact(services.db, async (tx) => {
    await lockOwner(scope, tx);
    if (!(await insertUpload(scope, tx, upload, now))) return;
    const use = await sumUse(scope, tx, new Date(now.getTime() - DELETED_KEPT_MS));
    requireRoom(use, quotas, upload.sizeBytes);
  });
}
