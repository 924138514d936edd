import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import { visitorScope } from "@/lib/access/visitor-scope";
import { AppError, notFound } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { recordAct } from "@/lib/domains/operations/auditing/commands";
import { joinByInvites } from "@/lib/domains/shares/commands";
import { convertInvitesOf } from "@/lib/domains/shares/invites/commands";
import { writeJournal } from "@/lib/mail/journal-store";
import type { Services } from "@/lib/services";
import { markVerified } from "../store";
import { showHelped } from "./reads";
import type { HelpedPerson } from "./schema";
import { findHelped, revokeCredentials } from "./store";

/**
 * Verifies somebody's address in their place, who gets no mail: an administrator vouches for them. Invites that waited become
 * access, and who did it is written down. Done again it changes nothing.
 * @throws AppError unauthenticated, forbidden/not_admin, not_found.
 */
export async function verifyByHand(
  services: Services,
  actor: Actor | null,
  { accountId }: { accountId: string },
): Promise<HelpedPerson> {
  const scope = scopeAdmin(actor);
  const { name: actorName } = scope;
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const account = await findHelped(scope, tx, { id: accountId });
    if (!account) throw notFound("person");
    await requireLiving(tx, accountId);
    if (!(await markVerified(visitorScope, tx, accountId, now))) return;
    const detail = `${account.email} verified by hand`;
    await writeJournal(tx, { kind: "verified_by_hand", actorName, detail }, now);
    await recordAct(tx, scope, { act: "person.verified", target: { kind: "person", id: accountId } }, now);
  });
  await joinByInvites(services, accountId);
  return await showById(services, scope, accountId);
}

/**
 * Signs somebody out wherever they are: a page, a stream or a call of theirs has no right from then on. They may sign in again.
 * @throws AppError unauthenticated, forbidden/not_admin, not_found.
 */
export async function endSessionsOf(
  services: Services,
  actor: Actor | null,
  input: { accountId: string; withTokens: boolean },
): Promise<HelpedPerson> {
  const scope = scopeAdmin(actor);
  const { accountId } = input;
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    if (!(await findHelped(scope, tx, { id: accountId }))) throw notFound("person");
    const { sessions, apiTokens } = await revokeCredentials(scope, tx, { ...input, now });
    if (sessions + apiTokens === 0) return;
    const target = { kind: "person", id: accountId };
    await recordAct(tx, scope, { act: "person.sessions_ended", target, after: { sessions, apiTokens } }, now);
  });
  return await showById(services, scope, accountId);
}

/**
 * Turns the invites that wait for somebody's verified address into access, all or none.
 * @throws AppError unauthenticated, forbidden/not_admin, not_found, conflict/unverified.
 */
export async function joinWaitingInvites(
  services: Services,
  actor: Actor | null,
  { accountId }: { accountId: string },
): Promise<HelpedPerson> {
  const scope = scopeAdmin(actor);
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const account = await findHelped(scope, tx, { id: accountId });
    if (!account) throw notFound("person");
    if (!account.emailVerifiedAt) {
      const cure = "This address is not verified. Verify it first; what was shared with it opens by that.";
      throw new AppError("conflict", "unverified", cure);
    }
    const joined = await convertInvitesOf(services, tx, accountId);
    if (joined === 0) return;
    const target = { kind: "person", id: accountId };
    await recordAct(tx, scope, { act: "person.invites_joined", target, after: { invites: joined } }, now);
  });
  return await showById(services, scope, accountId);
}

async function showById(services: Services, scope: AdminScope, accountId: string): Promise<HelpedPerson> {
  const account = await findHelped(scope, services.db, { id: accountId });
  if (!account) throw notFound("person");
  return await showHelped(services, scope, account);
}
