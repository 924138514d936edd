import type { Actor } from "@/lib/access/actor";
import { requirePerson, scopeAccount } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { FRESH_MS } from "./rules";
import type { Leaving } from "./schema";
import { findOwned, readProof } from "./store";

/** What has to be decided, and by what the person proves that it is them. @throws AppError unauthenticated. */
export async function readLeaving(services: Services, actor: Actor | null): Promise<Leaving> {
  const scope = scopeAccount(actor);
  const [proof, owned] = await Promise.all([readOwnProof(services, actor), findOwned(scope, services.db)]);
  const projects = owned.map(({ id, name, _count, memberships }) => ({
    ...{ id, name, songCount: _count.songs },
    members: memberships.map(({ account }) => account),
  }));
  return { ...proof, projects };
}

/** Whether there is a password to ask for; and whether the sign-in is so new that it stands in for one. */
export async function readOwnProof(
  services: Services,
  actor: Actor | null,
): Promise<Pick<Leaving, "hasPassword" | "isFresh">> {
  const { credentialId } = requirePerson(actor);
  const { hasPassword, signedInAt } = await readProof(scopeAccount(actor), services.db, credentialId);
  const isFresh = signedInAt !== null && services.clock.now().getTime() - signedInAt.getTime() < FRESH_MS;
  return { hasPassword, isFresh };
}
