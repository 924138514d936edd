import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import { readInvitesTo } from "@/lib/domains/shares/helping/reads";
import { readUseOf } from "@/lib/domains/uploads/quota/reads";
import type { Services } from "@/lib/services";
import { requireEmail } from "../reads";
import type { HelpedPeople, HelpedPerson } from "./schema";
import { countCredentials, countWaitingInvites, findHelped, type HelpedRow } from "./store";

/** Who has this address, for an administrator. @throws AppError unauthenticated, forbidden/not_admin, invalid_input. */
export async function findPeople(
  services: Services,
  actor: Actor | null,
  query: { email: string },
): Promise<HelpedPeople> {
  const scope = scopeAdmin(actor);
  const email = requireEmail(query.email);
  const [found, invites] = await Promise.all([
    findHelped(scope, services.db, { email }),
    readInvitesTo(services, scope, email),
  ]);
  return { items: found ? [await showHelped(services, scope, found)] : [], invites };
}

export async function showHelped(services: Services, scope: AdminScope, row: HelpedRow): Promise<HelpedPerson> {
  const { createdAt, emailVerifiedAt, ...rest } = row;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    verifiedAt: emailVerifiedAt?.toISOString() ?? null,
    waitingInvites: await countWaitingInvites(scope, services.db, row.email),
    ...(await countCredentials(scope, services.db, row.id, services.clock.now())),
    storage: await readUseOf(services, scope, row.id),
  };
}
