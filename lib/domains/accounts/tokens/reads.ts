import type { Actor, PersonActor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { hashSecret } from "@/lib/access/tokens";
import { visitorScope } from "@/lib/access/visitor-scope";
import type { Services } from "@/lib/services";
import { describeHolder } from "../rules";
import type { ApiTokenView } from "../schema";
import { isTouchDue } from "../sessions/rules";
import { type ApiTokenRow, findApiToken, listApiTokens, touchApiToken } from "./store";

/** Who this API token acts for; null when it is unknown or revoked. */
export async function readTokenActor(services: Services, secret: string): Promise<PersonActor | null> {
  const token = await findApiToken(visitorScope, services.db, hashSecret(secret));
  if (!token) return null;
  const now = services.clock.now();
  if (isTouchDue(token.lastUsedAt, now)) await touchApiToken(visitorScope, services.db, token.id, now);
  return { kind: "token", credentialId: token.id, ...describeHolder(token.account, services.config) };
}

export async function readApiTokens(services: Services, actor: Actor | null): Promise<ApiTokenView[]> {
  const rows = await listApiTokens(scopeAccount(actor), services.db);
  return rows.map(showApiToken);
}

export function showApiToken(row: ApiTokenRow): ApiTokenView {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
