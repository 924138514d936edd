import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { keptSince, toTrash } from "./rules";
import type { TrashItem } from "./schema";
import { findDeleted } from "./store";

/** What the person may bring back, the last deleted first. @throws AppError unauthenticated. */
export async function readTrash(services: Services, actor: Actor | null): Promise<{ items: TrashItem[] }> {
  const scope = scopeAccount(actor);
  return { items: toTrash(await findDeleted(scope, services.db, keptSince(services.clock.now()))) };
}
