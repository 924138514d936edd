import { systemScope } from "@/lib/access/system-scope";
import { settleMail, sweepMail } from "@/lib/domains/digests/sweeping/commands";
import { removeLeftCopies } from "@/lib/domains/versions/analysis/commands";
import { requireConsumers } from "./consumers";
import { buildFunctions } from "./functions";
import { getQueue } from "./queue";
import { startRelay } from "./relay";

const SLOT = Symbol.for("segno.process");
const CLOSE_DEADLINE_MS = 4_000;

/**
 * Refuses to start while an event has no function. Starts what a server process does besides answering: the outbox relay, and mail that had to wait. On SIGTERM and SIGINT it ends the live streams,
 * which otherwise hold the server open for ever, and lets go of the database.
 */
export function startProcess(): void {
  const holder = globalThis as { [SLOT]?: true };
  if (holder[SLOT]) return;
  holder[SLOT] = true;
  const queue = getQueue();
  requireConsumers(buildFunctions(queue));
  const relay = startRelay(queue);
  const { log } = queue.services;
  // What waited while nothing ran: account mail first. What is too old is marked and counted, not sent.
  sweepMail(queue.services, systemScope).catch((err: unknown) =>
    log.warn({ err }, "the first sweep of mail failed; the schedule repeats it"),
  );
  removeLeftCopies(queue.services).catch((err: unknown) => log.warn({ err }, "left copies could not be removed"));
  const stop = async (signal: NodeJS.Signals) => {
    log.info({ signal }, "stopping");
    await queue.services.live.closeAllStreams();
    await relay.stop();
    await settleMail(queue.services);
    await queue.services.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      const force = setTimeout(() => process.exit(0), CLOSE_DEADLINE_MS);
      force.unref();
      stop(signal).catch((err: unknown) => log.error({ err }, "stopping failed"));
    });
  }
}
