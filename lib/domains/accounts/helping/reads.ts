import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { requireEmail } from "../reads";
import type { HelpedPerson } from "./schema";
import { countWaitingInvites, findHelped, type HelpedRow } from "./store";

/** Who has this address, for an administrator. @throws AppError unauthenticated, forbidden/not_admin, invalid_input. */
export async function findPeople(
  services: Services,
  actor: Actor | null,
  query: { email: string },
): Promise<{ items: HelpedPerson[] }> {
  const scope = scopeAdmin(actor);
  const found = await findHelped(scope, services.db, { email: requireEmail(query.email) });
  return { items: found ? [await showHelped(services, scope, found)] : [] };
}

export async function showHelped(services: Services, scope: AdminScope, row: HelpedRow): Promise<HelpedPerson> {
  const { createdAt, emailVerifiedAt, ...rest } = row;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    verifiedAt: emailVerifiedAt?.toISOString() ?? null,
    waitingInvites: await countWaitingInvites(scope, services.db, row.email),
  };
}
