import type { AccountScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { notFound } from "@/lib/core/errors";
import { MAX_READERS_DUE, type QueueEventData, type READERS_DUE } from "@/lib/core/queue-events";
import { type Tx, transact } from "@/lib/db/client";
import { NOTIFICATION_KINDS } from "@/lib/domains/notifications/catalogue/schema";
import { hearLater, hearSongLess } from "@/lib/domains/notifications/preferences/commands";
import { readPlaces, rewriteUnsentEmails } from "@/lib/mail/batch-store";
import { isStopped } from "@/lib/mail/control-store";
import type { Delivery } from "@/lib/mail/deliver";
import { deliverEmails } from "@/lib/mail/deliver-batch";
import type { Services } from "@/lib/services";
import { readSubscription, type Subscription } from "./reads";
import { findDueSlot, groupTurns, type Rhythm } from "./rules";
import {
  closeQuietSlots,
  deleteQuietRuns,
  endRuns,
  findRuns,
  insertTick,
  listDueReaders,
  listRhythms,
  listWaitingRuns,
  lockReaders,
  type Reader,
  type RunRow,
  stopDigests,
} from "./store";
import { type DigestDraft, refreezeDigests, writeRuns } from "./writing/commands";

/** The event of some readers' turn, with the id that makes one that is given again soon the same. */
interface DigestTurn {
  id: string;
  data: QueueEventData<typeof READERS_DUE>;
}

export interface DigestPlan {
  isExpired: boolean;
  turns: DigestTurn[];
  /** How many readers are in them. */
  readerCount: number;
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
    return { isExpired: true, turns: [], readerCount: 0 };
  }
  if (await isStopped(services.db, "bulk")) {
    await insertTick(scope, services.db, { tickAt: tick.tickAt, state: "stopped", due: 0, turns: 0 }, now);
    return { isExpired: false, turns: [], readerCount: 0 };
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
  const told = readers.filter((reader) => reader.hasNews);
  const counts = { due: readers.length, turns: told.length };
  await insertTick(scope, services.db, { tickAt: tick.tickAt, state: "planned", ...counts }, now);
  const turns = groupTurns(told, MAX_READERS_DUE, now).map(({ id, readers: mine }) => ({
    id,
    data: { readers: mine.map(({ accountId, localDate }) => ({ accountId, localDate })), expiresAt },
  }));
  return { isExpired: false, turns, readerCount: told.length };
}

export type DigestOutcome = "sent" | "empty" | "waiting" | "expired" | "failed" | "done" | "stopped";

/**
 * Makes and sends the digests of some readers. Watermarks, runs and frozen mails are one transaction; whatever happens after
 * it, the same mails go out under the same keys or none do. @returns how each reader's turn ended, in their order.
 */
export async function sendDigests(
  services: Services,
  scope: SystemScope,
  turn: QueueEventData<typeof READERS_DUE>,
): Promise<DigestOutcome[]> {
  const now = services.clock.now();
  const { readers } = turn;
  if (now >= new Date(turn.expiresAt)) {
    services.log.info(
      { count: readers.length, localDate: readers[0]?.localDate },
      "digests came too late and are dropped",
    );
    return readers.map(() => "expired");
  }
  // Nothing is written while digests are stopped, so that nothing piles up: a later tick finds the readers anew.
  if (await isStopped(services.db, "bulk")) return readers.map(() => "stopped");
  const runs = await transact(services.db, (tx) => openRuns(services, scope, tx, readers, now), WRITING);
  const ends = await deliverRuns(services, scope, [...runs.values()].filter(isFrozen));
  return readers.map(({ accountId }) => {
    const run = runs.get(accountId);
    if (!run) return "done";
    return run.state === "frozen" ? (ends.get(run.id) ?? "done") : "empty";
  });
}

/** A hundred mails are written within one transaction: tenths of a second, and more where the machine is very busy. */
const WRITING = { timeoutMs: 60_000 };

const isFrozen = (run: RunRow) => run.state === "frozen";

/** The runs that are to go on, by reader; those of readers who have had theirs, or whose hour it is not, are left out. */
async function openRuns(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  turns: QueueEventData<typeof READERS_DUE>["readers"],
  now: Date,
): Promise<Map<string, RunRow>> {
  const readers = await lockReaders(
    scope,
    tx,
    turns.map(({ accountId }) => accountId),
  );
  const known = await findRuns(scope, tx, turns);
  const drafts = turns.flatMap(({ accountId, localDate }): DigestDraft[] => {
    const reader = readers.get(accountId);
    const slot = reader?.isVerified && !known.has(accountId) ? findSlot(reader, now) : null;
    if (!reader || slot?.localDate !== localDate) return [];
    return [{ reader, localDate, after: laterOf(reader.digestWatermark, slot.since), upTo: now }];
  });
  const goingOn = [...known.values()].filter(isFrozen);
  if (drafts.length > 0) goingOn.push(...(await writeRuns(services, scope, tx, drafts, now)));
  return new Map(goingOn.map((run) => [run.accountId, run]));
}

const laterOf = (one: Date, other: Date) => (one > other ? one : other);

function findSlot(reader: Reader, now: Date) {
  const { digestFrequency, ...rest } = reader;
  if (digestFrequency === "off") return null;
  const rhythm: Rhythm = { ...rest, digestFrequency };
  return findDueSlot(rhythm, now);
}

/** Sends the mails of frozen runs, and ends the runs whose mail is over. @returns how each came out, by run. */
async function deliverRuns(
  services: Services,
  scope: SystemScope,
  runs: readonly RunRow[],
): Promise<Map<string, DigestOutcome>> {
  const emailIds = runs.flatMap(({ emailId }) => emailId ?? []);
  const deliveries = emailIds.length > 0 ? await deliverEmails(services, emailIds) : new Map<string, Delivery>();
  const ends = await findEnds(services, emailIds, deliveries);
  await endRuns(scope, services.db, ends);
  const endOf = new Map(ends.map(({ emailId, state }) => [emailId, state]));
  return new Map(
    runs.flatMap(({ id, emailId }) => {
      const [end, delivery] = [endOf.get(emailId ?? ""), deliveries.get(emailId ?? "")];
      const isWaiting = delivery === "pending" || delivery === "deferred";
      return [[id, end ?? (isWaiting ? ("waiting" as const) : ("done" as const))] as const];
    }),
  );
}

type MailEnd = { emailId: string; state: "sent" | "failed" | "expired" };

/** Which mails are over, also those that somebody else ended, or that were over before their runs were. */
async function findEnds(
  services: Services,
  emailIds: readonly string[],
  deliveries: ReadonlyMap<string, Delivery>,
): Promise<MailEnd[]> {
  const ends = [...deliveries].flatMap(([emailId, state]) => (isOver(state) ? [{ emailId, state }] : []));
  const unclear = emailIds.filter((id) => (deliveries.get(id) ?? "busy") === "busy");
  const found = unclear.length > 0 ? await readPlaces(services.db, unclear) : [];
  return [...ends, ...found.flatMap(({ id, state }) => (isOver(state) ? [{ emailId: id, state }] : []))];
}

function isOver(state: Delivery): state is MailEnd["state"] {
  return state === "sent" || state === "failed" || state === "expired";
}

const SWEEP_BATCHES = 20;

/**
 * Sends digests that had to wait for quota or provider, a batch after the other until one must wait again. One that was
 * never handed over is written anew first: what was seen, deleted or closed to its reader meanwhile is left out.
 * @returns how many went out.
 */
export async function sweepDigests(services: Services, scope: SystemScope): Promise<number> {
  let sentCount = 0;
  for (let batch = 0; batch < SWEEP_BATCHES && !(await isStopped(services.db, "bulk")); batch++) {
    const waiting = await listWaitingRuns(scope, services.db, services.clock.now(), MAX_READERS_DUE);
    if (waiting.length === 0) break;
    const runs = await transact(services.db, (tx) => refreshRuns(services, scope, tx, waiting), WRITING);
    const outcomes = [...(await deliverRuns(services, scope, runs)).values()];
    sentCount += outcomes.filter((outcome) => outcome === "sent").length;
    // The next ones would be told the same; and what somebody else holds is theirs.
    if (outcomes.includes("waiting") || (outcomes.length > 0 && outcomes.every((outcome) => outcome === "done"))) break;
  }
  return sentCount;
}

/** Writes anew what never left. @returns the runs that are still worth sending. */
async function refreshRuns(services: Services, scope: SystemScope, tx: Tx, runs: readonly RunRow[]): Promise<RunRow[]> {
  const readers = await lockReaders(
    scope,
    tx,
    runs.map(({ accountId }) => accountId),
  );
  const places = await readPlaces(
    tx,
    runs.flatMap(({ emailId }) => emailId ?? []),
  );
  const unsent = new Set(places.filter((one) => one.handedOverAt === null && !isOver(one.state)).map(({ id }) => id));
  const isGone = ({ accountId }: RunRow) => (readers.get(accountId)?.digestFrequency ?? "off") === "off";
  const drafts = runs.flatMap((run) => {
    const reader = readers.get(run.accountId);
    if (!reader || isGone(run) || run.emailId === null || !unsent.has(run.emailId)) return [];
    const { localDate, emailId, windowFrom: after, windowTo: upTo } = run;
    return [{ reader, localDate, emailId, after, upTo }];
  });
  const empty = drafts.length > 0 ? await refreezeDigests(services, scope, tx, drafts) : new Set<string>();
  const given = runs.filter((run) => isGone(run) || empty.has(run.accountId));
  const givenMails = given.flatMap(({ emailId }) => emailId ?? []);
  const withdrawn = givenMails.filter((id) => unsent.has(id)).map((id) => ({ id, words: null }));
  await rewriteUnsentEmails(tx, withdrawn, services.clock.now());
  await endRuns(
    scope,
    tx,
    givenMails.map((emailId) => ({ emailId, state: "empty" })),
  );
  return runs.filter((run) => !given.includes(run));
}

const RECENT_MS = 48 * 60 * 60 * 1000;

/** A reader chose another hour, zone or frequency: a day that ended without news begins again for them. */
export async function reopenDigestDay(services: Services, tx: Tx, scope: AccountScope): Promise<void> {
  await deleteQuietRuns(scope, tx, new Date(services.clock.now().getTime() - RECENT_MS));
}

/**
 * Stops what the link was mailed with: the digests of its reader with all other mail about what others did; mails at once about
 * some kinds, which come in the digest from then on; or all of a song but mentions and replies. No session is asked for
 * (RFC 8058). @throws AppError not_found.
 */
export async function unsubscribe(services: Services, input: { token: string }): Promise<void> {
  const subscription = readSubscription(services, input);
  if (subscription === null) throw notFound("subscription");
  if (!(await transact(services.db, (tx) => end(tx, subscription)))) throw notFound("subscription");
}

async function end(tx: Tx, subscription: Subscription): Promise<boolean> {
  const { accountId } = subscription;
  switch (subscription.of) {
    case "song":
      return await hearSongLess(tx, accountId, subscription.songId);
    case "kinds":
      return await hearLater(tx, accountId, subscription.kinds);
    case "digests":
      // Who wants no digest of what others did wants no single mails of it either.
      return (await stopDigests({ accountId }, tx)) && (await hearLater(tx, accountId, NOTIFICATION_KINDS));
  }
}
