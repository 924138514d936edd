import type { SystemScope } from "@/lib/access/system-scope";
import type { Services } from "@/lib/services";
import { type BegunRun, deleteLedgerBefore, endRun, insertRun, insertSentEvents, type SentEvent } from "./store";

export type { BegunRun, SentEvent } from "./store";

/** What is older tells nobody anything. */
const KEPT_MS = 3 * 24 * 60 * 60_000;
const MAX_ERROR_LENGTH = 500;

type Needs = Pick<Services, "db" | "clock" | "log">;

/** The queue took these events. */
export async function recordSent(services: Needs, _scope: SystemScope, events: readonly SentEvent[]): Promise<void> {
  await withoutHarm(services, () => insertSentEvents(services.db, events, services.clock.now()));
}

/** A function was called for a run that it knew nothing of. */
export async function recordBegun(services: Needs, _scope: SystemScope, run: BegunRun): Promise<void> {
  await withoutHarm(services, () => insertRun(services.db, run, services.clock.now()));
}

/** A run came to its end; with an error it failed, and is not tried again. */
export async function recordEnded(services: Needs, _scope: SystemScope, run: BegunRun, error?: Error): Promise<void> {
  const now = services.clock.now();
  const state = error ? "failed" : "done";
  await withoutHarm(services, () =>
    endRun(services.db, run, { state, error: error?.message.slice(0, MAX_ERROR_LENGTH) ?? null, now }),
  );
}

/** Forgets what is older than three days. */
export async function pruneLedger({ db, clock }: Needs, _scope: SystemScope): Promise<void> {
  await deleteLedgerBefore(db, new Date(clock.now().getTime() - KEPT_MS));
}

/** The work counts, not that it was written down: a run whose row can't be written goes on. */
async function withoutHarm({ log }: Needs, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (err) {
    log.warn({ err }, "what the queue does could not be written down");
  }
}
