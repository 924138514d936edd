import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { scopeAdmin } from "@/lib/access/scope";
import { visitorScope } from "@/lib/access/visitor-scope";
import { notFound } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { recordAct } from "@/lib/domains/operations/auditing/commands";
import { joinByInvites } from "@/lib/domains/shares/commands";
import { writeJournal } from "@/lib/mail/journal-store";
import type { Services } from "@/lib/services";
import { markVerified } from "../store";
import { showHelped } from "./reads";
import type { HelpedPerson } from "./schema";
import { findHelped } from "./store";

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
  const account = await findHelped(scope, services.db, { id: accountId });
  if (!account) throw notFound("person");
  return await showHelped(services, scope, account);
}
