import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import type { Services } from "@/lib/services";
import { toStorageUse } from "./rules";
import type { StorageUse } from "./schema";
import { findUse } from "./store";

/** What takes of the person's own projects come to. @throws AppError unauthenticated. */
export async function readStorageUse(services: Services, actor: Actor | null): Promise<StorageUse> {
  const deletedSince = new Date(services.clock.now().getTime() - DELETED_KEPT_MS);
  const projects = await findUse(scopeAccount(actor), services.db, deletedSince);
  return toStorageUse(projects, services.config.quotas);
}
