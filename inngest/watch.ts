import { setTimeout as sleep } from "node:timers/promises";
import { systemScope } from "@/lib/access/system-scope";
import { watchAlerts } from "@/lib/domains/operations/alerts/watching/commands";
import { beat, sayGoodbye } from "@/lib/domains/operations/beating/commands";
import { BEAT_EVERY_MS } from "@/lib/domains/operations/beating/rules";
import type { ServedFunction } from "@/lib/domains/operations/beating/schema";
import { pruneLedger } from "@/lib/domains/operations/ledger/commands";
import type { Services } from "@/lib/services";

const STOP_LIMIT_MS = 1_000;
const ALERTS_EVERY_MS = 10_000;
const PRUNE_EVERY_MS = 10 * 60_000;

/**
 * What tells that a process lives and that something is wrong, by this very process: a queue that is dead could tell
 * nothing. @returns how to end it; nobody is to miss a process that ended so.
 */
export function startWatch(services: Services, functions: ServedFunction[]): () => Promise<void> {
  const jobs = [
    repeat(services, "the sign of life could not be given", BEAT_EVERY_MS, () =>
      beat(services, systemScope, functions),
    ),
    // Not at once: until its first sign of life a process that has just begun is missing.
    repeat(services, "alerts could not be looked at", ALERTS_EVERY_MS, () => watchAlerts(services, systemScope), false),
    repeat(services, "the ledger could not be pruned", PRUNE_EVERY_MS, () => pruneLedger(services, systemScope)),
  ];
  return async () => {
    // A part that hangs would hold up the end of all.
    await Promise.race([Promise.all(jobs.map((stop) => stop())), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
    await sayGoodbye(services, systemScope).catch((err: unknown) => {
      services.log.warn({ err }, "the process could not say that it ends");
    });
  };
}

/** Does it again and again, never twice at a time, and unless told otherwise begins at once. */
function repeat(
  { log }: Services,
  failure: string,
  everyMs: number,
  work: () => Promise<void>,
  beginsAtOnce = true,
): () => Promise<void> {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= work()
      .catch((err: unknown) => log.warn({ err }, `${failure}; it is tried again`))
      .finally(() => {
        running = null;
      });
  };
  if (beginsAtOnce) run();
  const timer = setInterval(run, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
