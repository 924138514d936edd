import type { SystemScope } from "@/lib/access/system-scope";
import { reconcileAllInvites } from "@/lib/domains/shares/invites/commands";
import { sweepLane } from "@/lib/mail/deliver";
import { settleDeliveries } from "@/lib/mail/deliver-soon";
import type { Services } from "@/lib/services";
import { sweepDigests } from "../commands";

/**
 * Sends what could not leave when it was asked for: account and sharing mail first, then digests. Invites whose address
 * was verified by any way become access. Safe at any time, at start too: what is too old is marked, not sent.
 */
export async function sweepMail(
  services: Services,
  scope: SystemScope,
): Promise<{ transactional: number; digests: number; joined: number }> {
  const joined = await reconcileAllInvites(services, scope);
  const transactional = await sweepLane(services, "transactional");
  const digests = await sweepDigests(services, scope);
  if (transactional + digests > 0) services.log.info({ transactional, digests }, "mail that waited was sent");
  return { transactional, digests, joined };
}

/** Resolves when every mail on its way has been handed over: before a process lets go of the database. */
export function settleMail(services: Services): Promise<void> {
  return settleDeliveries(services);
}
