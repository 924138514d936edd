import { systemScope } from "@/lib/access/system-scope";
import { AppError } from "@/lib/core/errors";
import { settleMail, sweepMail } from "@/lib/domains/digests/sweeping/commands";
import { beat } from "@/lib/domains/operations/beating/commands";
import { proveStorage } from "@/lib/domains/operations/proving/commands";
import { removeLeftCopies } from "@/lib/domains/versions/analysis/commands";
import type { Services } from "@/lib/services";
import { startAccountMail } from "./account-mail";
import { describeFunctions, requireConsumers } from "./consumers";
import { buildFunctions } from "./functions";
import { getQueue } from "./queue";
import { startRelay } from "./relay";
import { startWatch } from "./watch";

const SLOT = Symbol.for("segno.process");
const CLOSE_DEADLINE_MS = 4_000;

/** How long the start waits for the storage's mark; one that is down is asked again while the rest runs. */
const PROOF_LIMIT_MS = 5_000;
const PROOF_EVERY_MS = 5_000;

/**
 * Refuses to start while an event has no function, or with a storage that is not this database's. Starts what a server
 * process does besides answering: the outbox relay, and mail that had to wait. On SIGTERM and SIGINT it ends the live
 * streams, which otherwise hold the server open for ever, and lets go of the database.
 */
export async function startProcess(): Promise<void> {
  const holder = globalThis as { [SLOT]?: true };
  if (holder[SLOT]) return;
  holder[SLOT] = true;
  const queue = getQueue();
  const functions = buildFunctions(queue);
  requireConsumers(functions);
  await proveAtStart(queue.services);
  const relay = startRelay(queue);
  const stopAccountMail = startAccountMail(queue.services);
  const stopWatch = startWatch(queue.services, describeFunctions(functions));
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
    await stopAccountMail();
    await stopWatch();
    await settleMail(queue.services);
    await queue.services.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      exitAfter(stop(signal).catch((err: unknown) => log.error({ err }, "stopping failed")));
    });
  }
}

/** The framework ends the process with its last answer, be it in the midst of our own work: that is let end first, in time. */
function exitAfter(work: Promise<unknown>): void {
  const exit = process.exit.bind(process);
  process.exit = ((code) => void work.then(() => exit(code))) as typeof process.exit;
  setTimeout(() => exit(0), CLOSE_DEADLINE_MS).unref();
}

/** @throws AppError `other_storage`. A storage that does not answer yet is proven later, or ends the process then. */
async function proveAtStart(services: Services): Promise<void> {
  const proof = proveStorage(services);
  try {
    await Promise.race([proof, new Promise((resolve) => setTimeout(resolve, PROOF_LIMIT_MS).unref())]);
  } catch (error) {
    if (isOtherStorage(error)) {
      await tellRefused(services);
      throw error;
    }
  }
  void proveLater(services, proof);
}

async function proveLater(services: Services, first: Promise<void>): Promise<void> {
  for (let proof = first; ; proof = proveStorage(services)) {
    try {
      return await proof;
    } catch (err) {
      if (isOtherStorage(err)) {
        await tellRefused(services);
        services.log.fatal({ err }, "Segno ends: this storage does not belong to its database");
        process.exit(1);
      }
      services.log.warn({ err }, "whether this storage belongs to the database can't be told yet; it is tried again");
    }
    await new Promise((resolve) => setTimeout(resolve, PROOF_EVERY_MS).unref());
  }
}

/** The others are to know who was refused and why, though this process ends. */
async function tellRefused(services: Services): Promise<void> {
  await beat(services, systemScope, []).catch((err: unknown) => {
    services.log.warn({ err }, "that this process was refused could not be written down");
  });
}

function isOtherStorage(error: unknown): boolean {
  return error instanceof AppError && error.reason === "other_storage";
}
