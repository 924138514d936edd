import { setTimeout as sleep } from "node:timers/promises";
import { transact } from "@/lib/db/client";
import { raiseQuotaAlerts, stopForVolume } from "./alerts";
import {
  type Batch,
  claimBatch,
  claimEmails,
  dissolveBatch,
  type EmailEnding,
  freezeBatch,
  movePlaces,
  readPlaces,
  recordEmails,
} from "./batch-store";
import {
  addressEmail,
  type Delivery,
  deliverAlerts,
  deliverClaim,
  deliverEmail,
  heedPause,
  heedRefusal,
  type MailContext,
} from "./deliver";
import type { ClaimedEmail } from "./email-store";
import { findHold, findNextMailDay, nameMailDay, type Refusal, releaseMails, reserveMails } from "./ledger-store";
import type { BatchOutcome, ItemOutcome, RefusedOutcome } from "./outcome";
import { MAX_BATCH } from "./provider";
import { findSuppressions } from "./suppression-store";

/** How each mail fared; one that is not there is held by somebody else, or over. */
type Deliveries = Map<string, Delivery>;

type Ending = EmailEnding & { state: Exclude<Delivery, "busy"> };

/** A pause that is no longer than this is waited out, so that the mails behind it need no second turn. */
const SHORT_PAUSE_MS = 10_000;
const MOST_WAITS = 5;

/**
 * Sends frozen mails of the bulk lane, up to a hundred in one call: each is checked as a single one is, each fails alone.
 * Which go together is written down before the call, so that one whose outcome is not known is repeated with exactly its
 * mails. @returns how they fared, and with them those of a batch that one of them belonged to.
 */
export async function deliverEmails(context: MailContext, emailIds: readonly string[]): Promise<Deliveries> {
  const ends: Deliveries = new Map();
  const places = new Map((await readPlaces(context.db, emailIds)).map((place) => [place.id, place]));
  const waiting = emailIds.flatMap((id) => places.get(id) ?? []).filter(isWaiting);
  for (const batchId of new Set(waiting.flatMap((one) => one.batchId ?? []))) {
    add(ends, await repeatBatch(context, batchId));
  }
  const single = waiting.filter((one) => one.batchId === null && one.handedOverAt !== null);
  for (const { id } of single) ends.set(id, await deliverEmail(context, id));
  const fresh = waiting.filter((one) => one.batchId === null && one.handedOverAt === null).map(({ id }) => id);
  for (let at = 0; at < fresh.length; at += MAX_BATCH) {
    add(ends, await sendFresh(context, fresh.slice(at, at + MAX_BATCH)));
  }
  return ends;
}

const isWaiting = ({ state }: { state: string }) => state === "pending" || state === "deferred";

function add(ends: Deliveries, more: Deliveries): void {
  for (const [id, delivery] of more) ends.set(id, delivery);
}

async function sendFresh(context: MailContext, ids: readonly string[]): Promise<Deliveries> {
  const [only, ...more] = ids;
  if (only !== undefined && more.length === 0) return new Map([[only, await deliverEmail(context, only)]]);
  const ends: Deliveries = new Map();
  let open = await sortOut(context, await claimEmails(context.db, ids, context.clock.now()), ends);
  while (open.length > 0) {
    const opened = await openBatch(context, open);
    if ("reason" in opened) {
      add(ends, await defer(context, open, opened));
      if (opened.reason === "volume") await deliverAlerts(context, await stopForVolume(context));
      break;
    }
    open = open.slice(opened.asked);
    add(ends, await sendBatch(context, opened.batch, true));
    await deliverAlerts(context, await raiseQuotaAlerts(context, opened.usedToday));
  }
  return ends;
}

/** Ends those that are too late or whose address takes no mail. @returns the others. */
async function sortOut(
  context: MailContext,
  claims: readonly ClaimedEmail[],
  ends: Deliveries,
): Promise<ClaimedEmail[]> {
  const { db, clock } = context;
  const now = clock.now();
  const suppressed = await findSuppressions(
    db,
    claims.map(({ toAddress }) => toAddress),
    "bulk",
  );
  const endings = claims.flatMap((claim): Ending[] => {
    if (now >= claim.expiresAt) return [{ id: claim.id, state: "expired", reason: "too_late" }];
    const reason = suppressed.get(claim.toAddress);
    return reason ? [{ id: claim.id, state: "failed", reason: `suppressed_${reason}` }] : [];
  });
  add(ends, await record(context, claims, endings));
  const over = new Set(endings.map(({ id }) => id));
  return claims.filter(({ id }) => !over.has(id));
}

type Opened = { batch: Batch; asked: number; usedToday: number };

/** Takes as many places as there are and writes down who has them, in one transaction: a crash keeps neither or both. */
async function openBatch(context: MailContext, claims: readonly ClaimedEmail[]): Promise<Opened | Refusal> {
  for (let waits = 0; ; waits++) {
    const opened = await transact(context.db, async (tx) => {
      const now = context.clock.now();
      const place = await reserveMails(tx, "bulk", claims.length, context.config.mail, now);
      if (!place.isGranted) return place;
      const batch = await freezeBatch(tx, claims.slice(0, place.count), place, now);
      await releaseMails(tx, "bulk", place, place.count - batch.claims.length);
      return { batch, asked: place.count, usedToday: place.usedToday };
    });
    if ("batch" in opened) return opened;
    const waitMs = opened.retryAt.getTime() - context.clock.now().getTime();
    if (opened.reason !== "paused" || waitMs > SHORT_PAUSE_MS || waits === MOST_WAITS) return opened;
    await sleep(Math.max(0, waitMs));
  }
}

/** Repeats a batch whose outcome is not known: the same mails under the same key, or none of them. */
async function repeatBatch(context: MailContext, batchId: string): Promise<Deliveries> {
  const { db, clock } = context;
  const now = clock.now();
  const batch = await claimBatch(db, batchId, now);
  if (!batch) return new Map();
  const { claims } = batch;
  if (claims.some(({ expiresAt }) => now >= expiresAt)) {
    return record(
      context,
      claims,
      claims.map(({ id }) => ({ id, state: "expired", reason: "too_late" })),
    );
  }
  const refusal = (await findHold(db, "bulk", now)) ?? (await keepPlaces(context, batch, now));
  return refusal ? defer(context, claims, refusal) : sendBatch(context, batch, false);
}

/** A batch of another day needs places of this one. @returns why there are not enough. */
async function keepPlaces({ db, config }: MailContext, batch: Batch, now: Date): Promise<Refusal | null> {
  if (batch.day === nameMailDay(now)) return null;
  const count = batch.claims.length;
  return transact(db, async (tx) => {
    const place = await reserveMails(tx, "bulk", count, config.mail, now);
    if (!place.isGranted) return place;
    if (place.count === count) {
      await movePlaces(tx, batch, place);
      return null;
    }
    await releaseMails(tx, "bulk", place, place.count);
    return { reason: "quota", retryAt: findNextMailDay(now) };
  });
}

async function sendBatch(context: MailContext, batch: Batch, isFirst: boolean): Promise<Deliveries> {
  const { claims } = batch;
  if (claims.length === 0) return new Map();
  const outcome: BatchOutcome = await context.mail.sendBatch(`batch:${batch.id}`, claims.map(addressEmail));
  if (outcome.kind !== "taken") return settleRefusal(context, batch, outcome, isFirst);
  await heedPause(context, outcome.pauseSec);
  const endings = claims.map(({ id }, place) => endItem(id, outcome.items[place]));
  const ends = await record(context, claims, endings);
  const refused = endings.filter(({ state }) => state === "failed").length;
  await releaseMails(context.db, "bulk", batch, refused);
  return ends;
}

function endItem(id: string, item: ItemOutcome | undefined): Ending {
  if (item?.kind === "sent") return { id, state: "sent", reason: null, providerId: item.providerId };
  return { id, state: "failed", reason: item?.reason ?? "unknown" };
}

/** The key is known to the provider with other words: it has been used, so nobody gets them by another way. */
const USED_KEY = "invalid_idempotent_request";

async function settleRefusal(
  context: MailContext,
  batch: Batch,
  outcome: RefusedOutcome,
  isFirst: boolean,
): Promise<Deliveries> {
  const { claims } = batch;
  const isUncertain = outcome.kind === "retry" && outcome.isUncertain;
  // Only of a first try is it certain that the provider has nothing: one before might have been taken.
  const isBack = isFirst && !isUncertain && outcome.reason !== USED_KEY;
  if (isBack && outcome.kind === "rejected") return sendOneByOne(context, batch);
  const attempts = Math.max(...claims.map((claim) => claim.attempts));
  const ending = await heedRefusal(context, outcome, { lane: "bulk", attempts });
  const endings = claims.map(({ id }) => ({ id, ...ending }));
  const ends = await record(context, claims, endings, isBack);
  if (isBack) await releaseMails(context.db, "bulk", batch, claims.length);
  return ends;
}

/** Something in it keeps the whole batch from being taken, and nobody says what: each goes alone, until one must wait. */
async function sendOneByOne(context: MailContext, batch: Batch): Promise<Deliveries> {
  await dissolveBatch(context.db, batch);
  await releaseMails(context.db, "bulk", batch, batch.claims.length);
  const ends: Deliveries = new Map();
  for (const [place, claim] of batch.claims.entries()) {
    const delivery = await deliverClaim(context, claim);
    ends.set(claim.id, delivery);
    if (delivery !== "pending" && delivery !== "deferred") continue;
    const retryAt = new Date(context.clock.now().getTime() + SHORT_PAUSE_MS);
    add(ends, await defer(context, batch.claims.slice(place + 1), { reason: "paused", retryAt }));
    break;
  }
  return ends;
}

function defer(context: MailContext, claims: readonly ClaimedEmail[], refusal: Refusal): Promise<Deliveries> {
  const { reason, retryAt: nextAttemptAt } = refusal;
  return record(
    context,
    claims,
    claims.map(({ id }) => ({ id, state: "deferred", reason, nextAttemptAt })),
  );
}

async function record(
  context: MailContext,
  claims: readonly ClaimedEmail[],
  endings: readonly Ending[],
  isBack = false,
): Promise<Deliveries> {
  const [held] = claims;
  if (!held) return new Map();
  const { db, clock, log, metrics } = context;
  const ours = await recordEmails(db, held.leaseUntil, endings, { now: clock.now(), isBack });
  const counts = new Map<string, number>();
  for (const { id, state, reason } of endings) {
    if (ours.has(id)) metrics.noteMail({ lane: held.lane, outcome: state });
    if (state !== "sent") counts.set(`${state}: ${reason}`, (counts.get(`${state}: ${reason}`) ?? 0) + 1);
  }
  if (counts.size > 0) log.warn({ lane: held.lane, ends: Object.fromEntries(counts) }, "mails of a batch not sent");
  return new Map(endings.map(({ id, state }) => [id, ours.has(id) ? state : "busy"]));
}
