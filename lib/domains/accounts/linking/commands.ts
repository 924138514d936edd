import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { visitorScope } from "@/lib/access/visitor-scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { isDuplicate, type Tx, transact } from "@/lib/db/client";
import { deliverSoon } from "@/lib/mail/deliver-soon";
import { renderActionMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import { keepNotice } from "../secrets/commands";
import { spendSecrets } from "../secrets/store";
import { startSession } from "../sessions/commands";
import { revokeSessionsOf } from "../sessions/store";
import { insertAccount } from "../store";
import { revokeApiTokensOf } from "../tokens/store";
import {
  chooseName,
  nameProvider,
  refuse,
  requireOtherWay,
  requireProvenEmail,
  writeLinkedMail,
  writeUnlinkedMail,
} from "./rules";
import type { ProvenIdentity } from "./schema";
import { findLinked, insertIdentity, listIdentities, lockByEmail, lockWaysIn, removeIdentity, takeOver } from "./store";

/**
 * Begins a session for whom a provider vouches. Who came before is known by the provider's own id of them; who comes first is
 * linked to the account of their address, or gets one, if the provider verified that address.
 * @throws AppError forbidden `email_missing`, `email_unverified`, `other_identity`.
 */
export async function signInByIdentity(
  services: Services,
  identity: ProvenIdentity,
  userAgent: string,
): Promise<{ sessionId: string }> {
  const accountId = await findOrLink(services, identity).catch((error: unknown) => {
    // Another call of the same person was first: now they are known.
    if (isDuplicate(error)) return findOrLink(services, identity);
    throw error;
  });
  return await startSession(services, { accountId, userAgent });
}

async function findOrLink(services: Services, identity: ProvenIdentity): Promise<string> {
  const known = await findLinked(visitorScope, services.db, identity);
  if (known) return known;
  const email = requireProvenEmail(identity);
  const mail = await renderActionMail(writeLinkedMail(services.config.app.url, identity.providerName));
  const { accountId, emailId } = await transact(services.db, async (tx) => {
    const linked = await findOrMake(services, tx, identity, email);
    if (linked.isKnown) return { accountId: linked.id, emailId: null };
    await insertIdentity(visitorScope, tx, { ...identity, accountId: linked.id }, services.clock.now());
    if (!linked.wasTheirs) return { accountId: linked.id, emailId: null };
    const key = `linked:${createId()}`;
    return { accountId: linked.id, emailId: await keepNotice(services, tx, { id: linked.id, email }, { mail, key }) };
  });
  if (emailId) deliverSoon(services, emailId);
  return accountId;
}

async function findOrMake(
  services: Services,
  tx: Tx,
  identity: ProvenIdentity,
  email: string,
): Promise<{ id: string; wasTheirs?: boolean; isKnown?: true }> {
  const now = services.clock.now();
  const name = chooseName(identity, email);
  const id = createId();
  const account = { id, email, emailAsTyped: identity.email ?? email, name, timeZone: "UTC", now };
  if (await insertAccount(visitorScope, tx, { ...account, passwordHash: null, emailVerifiedAt: now })) {
    return { id };
  }
  const owner = await lockByEmail(visitorScope, tx, email, identity.provider);
  if (!owner) throw new AppError("unavailable", "address_moved", "This address has just changed hands. Try again.");
  // Another call of the same person was first.
  if ((await findLinked(visitorScope, tx, identity)) === owner.id) return { id: owner.id, isKnown: true };
  // The provider knows two people by one address, one after the other: the first one's account is not the second one's.
  if (owner.isLinked) throw refuse("other_identity");
  if (!owner.isVerified) await expelStranger(tx, owner.id, name, now);
  return { id: owner.id, wasTheirs: owner.isVerified };
}

/** Somebody signed up with an address that they could not read: whatever lets them in ends. */
async function expelStranger(tx: Tx, accountId: string, name: string, now: Date): Promise<void> {
  await takeOver(visitorScope, tx, accountId, { name, now });
  await revokeSessionsOf(visitorScope, tx, accountId, now);
  await revokeApiTokensOf(visitorScope, tx, accountId, now);
  for (const purpose of ["verify", "reset", "address", "delete"] as const)
    await spendSecrets(visitorScope, tx, accountId, purpose, now);
}

/**
 * Takes a provider from the ways that lead to one's account, which its address is told of. Sessions go on.
 * @throws AppError not_found, conflict `last_way_in`.
 */
export async function unlinkIdentity(services: Services, actor: Actor | null, id: string): Promise<void> {
  const scope = scopeAccount(actor);
  const emailId = await transact(services.db, async (tx) => {
    const { email, hasPassword } = await lockWaysIn(scope, tx);
    const identities = await listIdentities(scope, tx);
    const identity = identities.find((one) => one.id === id);
    if (!identity) throw notFound("identity");
    const others = identities.filter((one) => one !== identity).map(({ provider }) => provider);
    requireOtherWay({ hasPassword, others }, services.config);
    await removeIdentity(scope, tx, id);
    const name = nameProvider(services.config, identity.provider);
    const mail = await renderActionMail(writeUnlinkedMail(services.config.app.url, name));
    return await keepNotice(services, tx, { id: scope.accountId, email }, { mail, key: `unlinked:${id}` });
  });
  deliverSoon(services, emailId);
}
