import type { Mailbox } from "./mailbox";

const EVERY_MS = 60 * 60 * 1000;

type PruneReport = { kind: "mails_pruned"; count: number } | { kind: "prune_failed"; cause: unknown };

/** Forgets old mails at once and then every hour. @returns what stops it. */
export async function keepPruning(
  mailbox: Mailbox,
  keepDays: number,
  onReport: (report: PruneReport) => void,
): Promise<() => Promise<void>> {
  let running = Promise.resolve();
  const prune = async () => {
    try {
      const count = await mailbox.prune(keepDays);
      if (count > 0) onReport({ kind: "mails_pruned", count });
    } catch (cause) {
      onReport({ kind: "prune_failed", cause });
    }
  };
  await prune();
  const timer = setInterval(() => {
    running = running.then(prune);
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
