import type { Metrics } from "@/lib/metrics/metrics";
import { type AlertContext, raiseQuotaAlerts, stopForVolume } from "./alerts";
import { pauseLane } from "./control-store";
import {
  type ClaimedEmail,
  claimEmail,
  listDueEmails,
  type MailLane,
  markHandedOver,
  recordEmail,
} from "./email-store";
import { writeJournal } from "./journal-store";
import { closeBulk, findNextMailDay, nameMailDay, releaseMails, reserveMails } from "./ledger-store";
import type { Outcome, RefusedOutcome } from "./outcome";
import type { MailProvider, OutgoingMail } from "./provider";
import { findSuppression } from "./suppression-store";

/** What sending needs of the services. */
export interface MailContext extends AlertContext {
  mail: MailProvider;
  metrics: Pick<Metrics, "noteMail">;
}

/** How a try ended; `busy` when someone else holds the mail or it was over before. */
export type Delivery = "sent" | "pending" | "deferred" | "failed" | "expired" | "busy";

const BACKOFF_SEC = [30, 60, 300, 900, 3600] as const;
/** A quota that the provider says is used up may be raised at any time; transactional mail asks again this often. */
const QUOTA_RETRY_MS = 15 * 60 * 1000;
const SWEEP_BATCH = 100;

/**
 * Sends one frozen mail: deadline, then whether its address takes mail, then a place in the quota, then the provider with the mail's key, then the record. A
 * crash between the provider's yes and the record sends the same bytes under the same key again, which it takes as one.
 * A mail that went out in a batch is not touched: `deliverEmails` repeats its batch.
 */
export async function deliverEmail(context: MailContext, emailId: string): Promise<Delivery> {
  const claim = await claimEmail(context.db, emailId, context.clock.now());
  return claim ? deliverClaim(context, claim) : "busy";
}

/** The same with a mail that is held already. */
export async function deliverClaim(context: MailContext, claim: ClaimedEmail): Promise<Delivery> {
  const { db, clock } = context;
  const now = clock.now();
  if (now >= claim.expiresAt) return finish(context, claim, { state: "expired", reason: "too_late" });
  const suppression = await findSuppression(db, claim.toAddress, claim.lane);
  if (suppression) return finish(context, claim, { state: "failed", reason: `suppressed_${suppression}` });
  const place = await reserveMails(db, claim.lane, 1, context.config.mail, now);
  if (!place.isGranted) {
    const { reason, retryAt: nextAttemptAt } = place;
    const delivery = await finish(context, claim, { state: "deferred", reason, nextAttemptAt });
    if (reason === "volume") await deliverAlerts(context, await stopForVolume(context));
    return delivery;
  }
  const isFirst = await markHandedOver(db, claim, now);
  const outcome = await context.mail.send(addressEmail(claim));
  // Should the provider have taken it in spite of a lost answer, the next try takes the place again under the same key.
  if (outcome.kind !== "sent") await releaseMails(db, claim.lane, place, 1);
  const isUncertain = outcome.kind === "sent" || (outcome.kind === "retry" && outcome.isUncertain);
  const delivery = await settle(context, claim, outcome, isFirst && !isUncertain ? { handedOverAt: null } : {});
  await deliverAlerts(context, await raiseQuotaAlerts(context, place.usedToday));
  return delivery;
}

/** The mail as the provider gets it: the same at every try. */
export function addressEmail(claim: ClaimedEmail): OutgoingMail {
  return {
    key: claim.key,
    from: claim.fromAddress,
    to: claim.toAddress,
    subject: claim.subject,
    html: claim.html,
    text: claim.text,
    headers: claim.headers as Record<string, string>,
  };
}

/** Each alert is raised once, so one that takes the place which raises the next ends soon. */
export async function deliverAlerts(context: MailContext, emailIds: readonly string[]): Promise<void> {
  for (const id of emailIds) await deliverEmail(context, id);
}

/** Sends what waits in a lane, until the provider asks for a pause. @returns how many went out. */
export async function sweepLane(context: MailContext, lane: MailLane): Promise<number> {
  let sentCount = 0;
  for (const id of await listDueEmails(context.db, lane, context.clock.now(), SWEEP_BATCH)) {
    const delivery = await deliverEmail(context, id);
    if (delivery === "sent") sentCount += 1;
    // The next one would be told the same.
    if (delivery === "pending" || delivery === "deferred") break;
  }
  return sentCount;
}

async function settle(
  context: MailContext,
  claim: ClaimedEmail,
  outcome: Outcome,
  handing: { handedOverAt?: null },
): Promise<Delivery> {
  if (outcome.kind !== "sent") {
    const ending = await heedRefusal(context, outcome, claim);
    return finish(context, claim, { ...ending, ...(outcome.kind === "rejected" ? {} : handing) });
  }
  await heedPause(context, outcome.pauseSec);
  const { providerId } = outcome;
  return finish(context, claim, { state: "sent", reason: null, providerId, sentAt: context.clock.now() });
}

/** Does for all mail what a refusal asks for. @returns how it ends for the mail, or when that is tried again. */
export async function heedRefusal(
  context: MailContext,
  outcome: RefusedOutcome,
  { lane, attempts }: Pick<ClaimedEmail, "lane" | "attempts">,
): Promise<{ state: "failed" | "deferred" | "pending"; reason: string; nextAttemptAt?: Date }> {
  const now = context.clock.now();
  const { reason } = outcome;
  switch (outcome.kind) {
    case "rejected":
      return { state: "failed", reason };
    case "quota": {
      await closeBulk(context.db, now);
      const detail = "The provider says that the quota is used up; digests wait for the next day";
      await writeJournal(context.db, { kind: "quota_closed", key: `closed:${nameMailDay(now)}`, detail }, now);
      const retryAt = lane === "bulk" ? findNextMailDay(now) : new Date(now.getTime() + QUOTA_RETRY_MS);
      return { state: "deferred", reason, nextAttemptAt: retryAt };
    }
    case "retry": {
      const backoffSec = BACKOFF_SEC[Math.min(attempts, BACKOFF_SEC.length) - 1] ?? 30;
      const waitSec = Math.max(outcome.afterSec, backoffSec);
      if (outcome.isForAll) await heedPause(context, outcome.afterSec);
      return { state: "pending", reason, nextAttemptAt: new Date(now.getTime() + waitSec * 1000) };
    }
  }
}

/** The provider wants no call for so long: the bulk lane keeps to it, in every process. */
export async function heedPause({ db, clock }: MailContext, pauseSec: number): Promise<void> {
  if (pauseSec > 0) await pauseLane(db, "bulk", new Date(clock.now().getTime() + pauseSec * 1000));
}

async function finish(
  context: MailContext,
  claim: ClaimedEmail,
  ending: Parameters<typeof recordEmail>[2] & { state: Exclude<Delivery, "busy"> },
): Promise<Delivery> {
  const isOurs = await recordEmail(context.db, claim, ending);
  if (isOurs) context.metrics.noteMail({ lane: claim.lane, outcome: ending.state });
  if (ending.state !== "sent") {
    context.log.warn({ key: claim.key, lane: claim.lane, state: ending.state, reason: ending.reason }, "mail not sent");
  }
  return isOurs ? ending.state : "busy";
}
