import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { scopeAccount } from "@/lib/access/scope";
import { API_TOKEN_PREFIX, createSecret, hashSecret } from "@/lib/access/tokens";
import { notFound } from "@/lib/core/errors";
import { createId, isId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import type { ApiTokenView } from "../schema";
import { showApiToken } from "./reads";
import { insertApiToken, revokeApiToken } from "./store";

/** Makes an API token. Its secret is in this answer alone. */
export async function createApiToken(
  services: Services,
  actor: Actor | null,
  input: { name: string },
): Promise<ApiTokenView & { token: string }> {
  const scope = scopeAccount(actor);
  const token = API_TOKEN_PREFIX + createSecret();
  const kept = { id: createId(), name: input.name, hash: hashSecret(token), createdAt: services.clock.now() };
  const row = await transact(services.db, async (tx) => {
    await requireLiving(tx, scope.accountId);
    return insertApiToken(scope, tx, kept);
  });
  return { ...showApiToken(row), token };
}

/** Ends a token of one's own at once. @throws AppError not_found. */
export async function endApiToken(services: Services, actor: Actor | null, id: string): Promise<void> {
  const isEnded = isId(id) && (await revokeApiToken(scopeAccount(actor), services.db, id, services.clock.now()));
  if (!isEnded) throw notFound("API token");
}
