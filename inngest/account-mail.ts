import { systemScope } from "@/lib/access/system-scope";
import { sweepAccountMail } from "@/lib/domains/digests/sweeping/commands";
import type { Services } from "@/lib/services";

const EVERY_MS = 20_000;

/**
 * Sends account mail that could not leave in the request that asked for it, from this very process: a queue that is down
 * for a month holds no link to verify or to reset. @returns how to end it; it waits for a sweep under way.
 */
export function startAccountMail(services: Services, everyMs = EVERY_MS): () => Promise<void> {
  let sweep: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    sweep = sweepAccountMail(services, systemScope)
      .then(
        () => undefined,
        (err: unknown) => services.log.warn({ err }, "account mail could not be swept; it is tried again"),
      )
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return sweep;
  };
}
