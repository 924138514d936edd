import type { SystemScope } from "@/lib/access/system-scope";
import { signWebhook } from "@/lib/core/sign-webhook";
import type { Services } from "@/lib/services";
import { claimHooks, type DueHook, recordHook } from "../../store";

const ANSWER_LIMIT_MS = 5_000;
/** Longer than all tries of one turn take together: nobody else calls meanwhile. */
const LEASE_MS = 2 * 60_000;
const KEPT_MS = 24 * 60 * 60_000;
/** Pauses after the first tries; the last one holds for all that follow. */
const PAUSES_MS = [10_000, 30_000, 60_000, 300_000, 900_000] as const;

/**
 * Tells the webhook what it was not told, in order, each until it answers 2xx or a day is over. A message keeps its id, so
 * that one that comes twice is known as one.
 */
export async function deliverHooks(services: Services, _scope: SystemScope): Promise<void> {
  const { db, clock, config } = services;
  if (config.alertHook === null) return;
  const now = clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const due = await claimHooks(db, { now, leaseUntil, since: new Date(now.getTime() - KEPT_MS) });
  const refused = new Set<string>();
  for (const hook of due) {
    // That it ended is worth nothing to whoever has not heard that it began.
    const failure = refused.has(hook.alertId) ? "What came before it was not taken." : await post(services, hook);
    if (failure === null) {
      await recordHook(db, hook.id, { deliveredAt: clock.now() });
      continue;
    }
    refused.add(hook.alertId);
    const pauseMs = PAUSES_MS[Math.min(hook.attempts, PAUSES_MS.length) - 1] ?? PAUSES_MS[0];
    await recordHook(db, hook.id, { failure, nextAt: new Date(clock.now().getTime() + pauseMs) });
    services.log.warn({ alertId: hook.alertId, attempts: hook.attempts, failure }, "the alert webhook was not taken");
  }
}

/** @returns why it was not taken. A redirect is no: the address that was set is the one that is told. */
async function post({ config, clock }: Services, { id, body }: DueHook): Promise<string | null> {
  if (config.alertHook === null) return "No webhook is set.";
  const { url, secret } = config.alertHook;
  try {
    const answer = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/json", ...signWebhook(secret, { id, at: clock.now(), body }, "webhook") },
      body,
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    await answer.body?.cancel();
    return answer.status >= 200 && answer.status < 300 ? null : `It answered ${answer.status}.`;
  } catch (error) {
    // The address may hold a token, and so may the reason: only what kind it was is kept.
    return error instanceof Error && error.name === "TimeoutError"
      ? "It did not answer in time."
      : "It could not be reached.";
  }
}
