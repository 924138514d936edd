import type { Actor } from "@/lib/access/actor";
import { scopeAdmin } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { recordAct } from "@/lib/domains/operations/auditing/commands";
import { deliverSoon } from "@/lib/mail/deliver-soon";
import type { Services } from "@/lib/services";
import { mailInviteAgain } from "../commands";
import { readTarget } from "../invites/commands";
import { findHelpedInvite } from "./store";

/**
 * Mails an invite again in the place of whoever invited, who is still named in it.
 * @throws AppError unauthenticated, forbidden/not_admin, not_found, gone, rate_limited.
 */
export async function resendInviteFor(
  services: Services,
  actor: Actor | null,
  { inviteId }: { inviteId: string },
): Promise<void> {
  const scope = scopeAdmin(actor);
  const emailId = await transact(services.db, async (tx) => {
    const row = await findHelpedInvite(scope, tx, inviteId);
    if (!row) throw notFound("invite");
    const frozen = await mailInviteAgain(services, tx, readTarget(row), row);
    const target = { kind: "invite", id: inviteId };
    await recordAct(tx, scope, { act: "invite.resent", target }, services.clock.now());
    return frozen;
  });
  deliverSoon(services, emailId);
}
