import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { nameProvider } from "./rules";
import type { IdentityView } from "./schema";
import { listIdentities } from "./store";

/** The providers that open one's own account, the oldest first. */
export async function readIdentities(services: Services, actor: Actor | null): Promise<IdentityView[]> {
  const rows = await listIdentities(scopeAccount(actor), services.db);
  return rows.map(({ id, provider, createdAt }) => ({
    id,
    providerName: nameProvider(services.config, provider),
    linkedAt: createdAt.toISOString(),
  }));
}
