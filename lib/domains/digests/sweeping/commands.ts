import type { SystemScope } from "@/lib/access/system-scope";
import { forgetOldDue } from "@/lib/domains/notifications/due/commands";
import { reconcileAllInvites } from "@/lib/domains/shares/invites/commands";
import { forgetOldBatches } from "@/lib/mail/batch-store";
import { sweepLane } from "@/lib/mail/deliver";
import { settleDeliveries } from "@/lib/mail/deliver-soon";
import { forgetOldWords } from "@/lib/mail/email-store";
import { forgetOldReports } from "@/lib/mail/report-store";
import type { Services } from "@/lib/services";
import { sendAtOnce } from "../at-once/commands";
import { sweepDigests } from "../commands";
import { deleteOldQuietRuns, deleteOldTicks } from "../store";

/**
 * Sends what could not leave when it was asked for: account and sharing mail first, then what is told at once, then digests. Invites whose address
 * was verified by any way become access. Safe at any time, at start too: what is too old is marked, not sent.
 */
export async function sweepMail(
  services: Services,
  scope: SystemScope,
): Promise<{ transactional: number; atOnce: number; digests: number; joined: number }> {
  const joined = await reconcileAllInvites(services, scope);
  const transactional = await sweepAccountMail(services, scope);
  const atOnce = await sendAtOnce(services, scope);
  const digests = await sweepDigests(services, scope);
  const sent = { transactional, atOnce, digests };
  if (transactional + atOnce + digests > 0) services.log.info(sent, "mail that waited was sent");
  return { ...sent, joined };
}

/** Sends account and sharing mail that waits. Safe at any time and by any number of processes. @returns how many went out. */
export function sweepAccountMail(services: Services, _scope: SystemScope): Promise<number> {
  return sweepLane(services, "transactional");
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Far longer than any digest's window, so that no day can begin again. */
const QUIET_KEPT_MS = 30 * DAY_MS;
/** What was sent can be looked up for so long. */
const WORDS_KEPT_MS = 90 * DAY_MS;

/** Forgets days without news, looks of the schedule, and the words and fates of mails that are long over. */
export async function pruneMail(services: Services, scope: SystemScope): Promise<{ runs: number; words: number }> {
  const now = services.clock.now().getTime();
  const runs = await deleteOldQuietRuns(scope, services.db, new Date(now - QUIET_KEPT_MS));
  await forgetOldDue(services.db, scope, new Date(now - QUIET_KEPT_MS));
  await deleteOldTicks(scope, services.db, new Date(now - QUIET_KEPT_MS));
  await forgetOldReports(services.db, new Date(now - WORDS_KEPT_MS));
  await forgetOldBatches(services.db, new Date(now - WORDS_KEPT_MS));
  const words = await forgetOldWords(services.db, new Date(now - WORDS_KEPT_MS));
  return { runs, words };
}

/** Resolves when every mail on its way has been handed over: before a process lets go of the database. */
export function settleMail(services: Services): Promise<void> {
  return settleDeliveries(services);
}
