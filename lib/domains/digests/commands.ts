import type { AccountScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { notFound } from "@/lib/core/errors";
import type { QueueEventData, READER_DUE } from "@/lib/core/queue-events";
import { type Tx, transact } from "@/lib/db/client";
import { NOTIFICATION_KINDS } from "@/lib/domains/notifications/catalogue/schema";
import { hearLater } from "@/lib/domains/notifications/preferences/commands";
import { isStopped } from "@/lib/mail/control-store";
import { deliverEmail } from "@/lib/mail/deliver";
import { readEmailState } from "@/lib/mail/email-store";
import type { Services } from "@/lib/services";
import { readSubscription } from "./reads";
import { buildTurnId, findDueSlot, type Rhythm } from "./rules";
import {
  closeQuietSlots,
  deleteQuietRuns,
  endRun,
  findRun,
  insertRun,
  insertTick,
  listDueReaders,
  listRhythms,
  listWaitingRuns,
  lockReader,
  moveWatermark,
  type Reader,
  type RunRow,
  stopDigests,
} from "./store";
import { freezeDigest, refreezeDigest } from "./writing/commands";

/** The event of one reader's turn, with the id that makes one that is given again soon the same. */
interface ReaderTurn {
  id: string;
  data: QueueEventData<typeof READER_DUE>;
}

export interface DigestPlan {
  isExpired: boolean;
  turns: ReaderTurn[];
}

/**
 * Says whose digest is due, from the state at this moment and nothing else: ticks that were missed leave no trace, and
 * those that come twice find the same. A tick that starts after `expiresAt` does nothing.
 */
export async function planDigests(
  services: Services,
  scope: SystemScope,
  tick: { tickAt: Date; expiresAt: Date },
): Promise<DigestPlan> {
  const now = services.clock.now();
  if (now >= tick.expiresAt) {
    services.log.warn({ tickAt: tick.tickAt }, "a digest tick was too old and is dropped");
    await insertTick(scope, services.db, { tickAt: tick.tickAt, state: "expired", due: 0, turns: 0 }, now);
    return { isExpired: true, turns: [] };
  }
  if (await isStopped(services.db, "bulk")) {
    await insertTick(scope, services.db, { tickAt: tick.tickAt, state: "stopped", due: 0, turns: 0 }, now);
    return { isExpired: false, turns: [] };
  }
  const rhythms = await listRhythms(scope, services.db);
  const due = rhythms.flatMap((rhythm) => {
    const slot = findDueSlot(rhythm, now);
    return slot ? [{ rhythm, slot }] : [];
  });
  const readers = due.length > 0 ? await listDueReaders(scope, services.db, due, now) : [];
  await closeQuietSlots(
    scope,
    services.db,
    readers.filter((reader) => !reader.hasNews),
    now,
  );
  const expiresAt = tick.expiresAt.toISOString();
  const turns = readers.filter((reader) => reader.hasNews);
  const counts = { due: readers.length, turns: turns.length };
  await insertTick(scope, services.db, { tickAt: tick.tickAt, state: "planned", ...counts }, now);
  return {
    isExpired: false,
    turns: turns.map(({ accountId, localDate, dueAt }) => ({
      id: buildTurnId(accountId, localDate, dueAt, now),
      data: { accountId, localDate, expiresAt },
    })),
  };
}

export type DigestOutcome = "sent" | "empty" | "waiting" | "expired" | "failed" | "done" | "stopped";

/**
 * Makes and sends one reader's digest. The watermark, the run and the frozen mail are one transaction; whatever happens
 * after it, the same mail goes out under the same key or none does.
 */
export async function sendDigest(
  services: Services,
  scope: SystemScope,
  turn: QueueEventData<typeof READER_DUE>,
): Promise<DigestOutcome> {
  const now = services.clock.now();
  if (now >= new Date(turn.expiresAt)) {
    services.log.info(
      { accountId: turn.accountId, localDate: turn.localDate },
      "a digest came too late and is dropped",
    );
    return "expired";
  }
  // Nothing is written while digests are stopped, so that nothing piles up: a later tick finds the reader anew.
  if (await isStopped(services.db, "bulk")) return "stopped";
  const run = await transact(services.db, (tx) => openRun(services, scope, tx, turn, now));
  if (run === "done") return "done";
  return run.state === "frozen" ? deliverRun(services, scope, run) : "empty";
}

async function openRun(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  turn: QueueEventData<typeof READER_DUE>,
  now: Date,
): Promise<RunRow | "done"> {
  const reader = await lockReader(scope, tx, turn.accountId);
  const known = await findRun(scope, tx, turn.accountId, turn.localDate);
  if (known) return known.state === "frozen" ? known : "done";
  const slot = reader?.isVerified ? findSlot(reader, now) : null;
  if (!reader || slot?.localDate !== turn.localDate) return "done";
  const after = new Date(Math.max(reader.digestWatermark.getTime(), slot.since.getTime()));
  const window = { after, upTo: now };
  const frozen = await freezeDigest(services, scope, tx, reader, turn.localDate, window);
  await moveWatermark(scope, tx, reader.id, now);
  return insertRun(scope, tx, {
    accountId: reader.id,
    localDate: turn.localDate,
    state: frozen ? "frozen" : "empty",
    emailId: frozen?.emailId ?? null,
    itemCount: frozen?.itemCount ?? 0,
    windowFrom: after,
    windowTo: now,
    createdAt: now,
  });
}

function findSlot(reader: Reader, now: Date) {
  const { digestFrequency, ...rest } = reader;
  if (digestFrequency === "off") return null;
  const rhythm: Rhythm = { ...rest, digestFrequency };
  return findDueSlot(rhythm, now);
}

async function deliverRun(services: Services, scope: SystemScope, run: RunRow): Promise<DigestOutcome> {
  if (run.emailId === null) return "done";
  const delivery = await deliverEmail(services, run.emailId);
  switch (delivery) {
    case "sent":
    case "failed":
    case "expired":
      await endRun(scope, services.db, run.id, delivery);
      return delivery;
    case "pending":
    case "deferred":
      return "waiting";
    case "busy":
      return closeRun(services, scope, run.id, run.emailId);
  }
}

/** Someone else has the mail, or it was over before its run was: then the run ends as the mail did. */
async function closeRun(
  services: Services,
  scope: SystemScope,
  runId: string,
  emailId: string,
): Promise<DigestOutcome> {
  const state = await readEmailState(services.db, emailId);
  if (state === "pending" || state === "deferred") return "done";
  await endRun(scope, services.db, runId, state);
  return state;
}

const SWEEP_BATCH = 200;

/**
 * Sends digests that had to wait for quota or provider. One that was never handed over is written anew first: what was
 * seen, deleted or closed to its reader meanwhile is left out. @returns how many went out.
 */
export async function sweepDigests(services: Services, scope: SystemScope): Promise<number> {
  if (await isStopped(services.db, "bulk")) return 0;
  let sentCount = 0;
  for (const run of await listWaitingRuns(scope, services.db, services.clock.now(), SWEEP_BATCH)) {
    const isWorthSending = await transact(services.db, (tx) => refreshRun(services, scope, tx, run));
    const outcome = isWorthSending ? await deliverRun(services, scope, run) : "empty";
    if (outcome === "sent") sentCount += 1;
    if (outcome === "waiting") break;
  }
  return sentCount;
}

async function refreshRun(services: Services, scope: SystemScope, tx: Tx, run: RunRow): Promise<boolean> {
  const reader = await lockReader(scope, tx, run.accountId);
  const isKept =
    reader !== null &&
    reader.digestFrequency !== "off" &&
    (await refreezeDigest(services, scope, tx, reader, run, { after: run.windowFrom, upTo: run.windowTo }));
  if (!isKept) await endRun(scope, tx, run.id, "empty");
  return isKept;
}

const RECENT_MS = 48 * 60 * 60 * 1000;

/** A reader chose another hour, zone or frequency: a day that ended without news begins again for them. */
export async function reopenDigestDay(services: Services, tx: Tx, scope: AccountScope): Promise<void> {
  await deleteQuietRuns(scope, tx, new Date(services.clock.now().getTime() - RECENT_MS));
}

/**
 * Stops what the link was mailed with: the digests of its reader with all other mail about what others did, or mails at once
 * about some kinds, which come in the digest from then on. No session is asked for (RFC 8058). @throws AppError not_found.
 */
export async function unsubscribe(services: Services, input: { token: string }): Promise<void> {
  const subscription = readSubscription(services, input);
  if (subscription === null) throw notFound("subscription");
  const { accountId, kinds } = subscription;
  const isDone = await transact(services.db, async (tx) => {
    if (kinds === null && !(await stopDigests({ accountId }, tx))) return false;
    // Who wants no digest of what others did wants no single mails of it either.
    return hearLater(tx, accountId, kinds ?? NOTIFICATION_KINDS);
  });
  if (!isDone) throw notFound("subscription");
}
