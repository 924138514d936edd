import type { Actor } from "@/lib/access/actor";
import { type AccountScope, type AdminScope, scopeAccount } from "@/lib/access/scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import type { Services } from "@/lib/services";
import { chooseQuotas, toStorageUse } from "./rules";
import type { StorageUse } from "./schema";
import { findOwnQuota, findUse, type Owner } from "./store";

/** What takes of the person's own projects come to. @throws AppError unauthenticated. */
export async function readStorageUse(services: Services, actor: Actor | null): Promise<StorageUse> {
  return await viewUse(services, scopeAccount(actor));
}

/** The same of somebody else, for an administrator who was asked for more room. */
export async function readUseOf(services: Services, seenBy: AdminScope, accountId: string): Promise<StorageUse> {
  return await viewUse(services, { accountId, seenBy });
}

async function viewUse({ db, clock, config }: Services, owner: AccountScope | Owner): Promise<StorageUse> {
  const deletedSince = new Date(clock.now().getTime() - DELETED_KEPT_MS);
  const [projects, accountBytes] = await Promise.all([findUse(owner, db, deletedSince), findOwnQuota(owner, db)]);
  return toStorageUse(projects, chooseQuotas({ accountBytes, projectBytes: null }, config.quotas));
}
