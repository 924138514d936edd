import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import {
  CLAIMED,
  type ClaimedEmail,
  type EmailState,
  type EmailWords,
  findLeaseEnd,
  type NewEmail,
  WAITING,
} from "./email-store";
import type { Places } from "./ledger-store";

/** Keeps many mails for sending in one statement. @returns their ids by key, also of those that were there before. */
export async function freezeEmails(tx: Db | Tx, emails: readonly NewEmail[], now: Date): Promise<Map<string, string>> {
  // As one value: the hundred mails of a turn have more words than a client likes to take apart.
  const rows = emails.map((email) => ({ ...email, ...mend(email), id: createId(), headers: email.headers ?? {} }));
  const kept = await tx.$queryRaw<{ id: string; key: string }[]>`
    INSERT INTO email (id, account_id, lane, key, to_address, from_address, subject, html, text, headers,
      next_attempt_at, expires_at, created_at)
    SELECT id, "accountId", lane::mail_lane, key, "toAddress", "fromAddress", subject, html, text, headers,
      ${now}, "expiresAt", ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e(id uuid, "accountId" uuid, lane text, key text,
      "toAddress" text, "fromAddress" text, subject text, html text, text text, headers jsonb, "expiresAt" timestamptz)
    ON CONFLICT (key) DO NOTHING RETURNING id, key`;
  const ids = new Map(kept.map(({ id, key }) => [key, id]));
  const known = emails.flatMap(({ key }) => (ids.has(key) ? [] : [key]));
  if (known.length === 0) return ids;
  const before = await tx.email.findMany({ where: { key: { in: known } }, select: { id: true, key: true } });
  for (const { id, key } of before) ids.set(key, id);
  return ids;
}

const HALF_SIGN = /\p{Surrogate}/gu;

/** Half a sign, as a cut through the middle of one leaves, is text for nobody but JavaScript. */
function mend({ subject, html, text }: EmailWords): EmailWords {
  const whole = (words: string) => words.replace(HALF_SIGN, "\uFFFD");
  return { subject: whole(subject), html: whole(html), text: whole(text) };
}

/** Where each of these mails stands: which batch has it, and whether the provider may have it already. */
export function readPlaces(
  db: Db | Tx,
  ids: readonly string[],
): Promise<{ id: string; state: EmailState; batchId: string | null; handedOverAt: Date | null }[]> {
  return db.$queryRaw`
    SELECT id, state, batch_id AS "batchId", handed_over_at AS "handedOverAt" FROM email WHERE id = ANY(${ids}::uuid[])`;
}

/** Gives mails that never left other words, or with none gives them up. One that a sender holds keeps those it has. */
export async function rewriteUnsentEmails(
  tx: Db | Tx,
  mails: readonly { id: string; words: EmailWords | null }[],
  now: Date,
): Promise<void> {
  const rows = mails.map(({ id, words }) => ({
    ...{ id, isLeft: words !== null },
    ...(words ? mend(words) : { subject: null, html: "", text: "" }),
  }));
  await tx.$executeRaw`
    UPDATE email e SET subject = COALESCE(w.subject, e.subject), html = w.html, text = w.text,
      state = CASE WHEN w."isLeft" THEN e.state ELSE 'expired' END,
      reason = CASE WHEN w."isLeft" THEN e.reason ELSE 'nothing_left' END
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS w(id uuid, "isLeft" boolean, subject text, html text, text text)
    WHERE e.id = w.id AND e.handed_over_at IS NULL AND ${WAITING} AND (e.lease_until IS NULL OR e.lease_until <= ${now})`;
}

/** Takes those of these mails for two minutes that wait and never left, in the order of `ids`. */
export async function claimEmails(db: Db, ids: readonly string[], now: Date): Promise<ClaimedEmail[]> {
  const rows = await db.$queryRaw<ClaimedEmail[]>`
    WITH free AS (
      SELECT e.id FROM email e WHERE e.id = ANY(${ids}::uuid[]) AND ${WAITING} AND e.handed_over_at IS NULL
        AND (e.lease_until IS NULL OR e.lease_until <= ${now})
      ORDER BY e.id FOR UPDATE
    )
    UPDATE email e SET lease_until = ${findLeaseEnd(now)}, attempts = e.attempts + 1
    FROM free WHERE e.id = free.id RETURNING ${CLAIMED}`;
  const order = new Map(ids.map((id, place) => [id, place]));
  return rows.sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
}

/** Mails that go in one call, in the order of the call. */
export interface Batch extends Places {
  id: string;
  claims: ClaimedEmail[];
}

/**
 * Writes down which mails go together, before they do: whoever repeats the call after a crash gives the provider the very
 * same. Those that somebody else took meanwhile are left out.
 */
export async function freezeBatch(
  db: Db | Tx,
  claims: readonly ClaimedEmail[],
  { day, hour }: Places,
  now: Date,
): Promise<Batch> {
  const [id, ids] = [createId(), claims.map((claim) => claim.id)];
  const kept = await db.$queryRaw<{ id: string }[]>`
    WITH made AS (
      INSERT INTO mail_batch (id, day, hour, created_at) VALUES (${id}::uuid, ${day}, ${hour}::int, ${now})
      RETURNING id
    )
    UPDATE email e SET batch_id = made.id, batch_position = given.position::int, handed_over_at = ${now}
    FROM made, unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, position)
    WHERE e.id = given.id AND e.lease_until = ${claims[0]?.leaseUntil ?? now} AND ${WAITING} AND e.handed_over_at IS NULL
    RETURNING e.id`;
  const known = new Set(kept.map((row) => row.id));
  return { id, day, hour, claims: claims.filter((claim) => known.has(claim.id)) };
}

/**
 * Takes a batch again whose outcome is not known, all of it or nothing: null while somebody else has it, or when it is over.
 */
export async function claimBatch(db: Db, id: string, now: Date): Promise<Batch | null> {
  const claims = await db.$queryRaw<(ClaimedEmail & Places & { position: number })[]>`
    WITH free AS (
      SELECT e.id, b.day, b.hour FROM email e JOIN mail_batch b ON b.id = e.batch_id
      WHERE e.batch_id = ${id}::uuid AND ${WAITING} AND (e.lease_until IS NULL OR e.lease_until <= ${now})
      ORDER BY e.id FOR UPDATE OF e
    )
    UPDATE email e SET lease_until = ${findLeaseEnd(now)}, attempts = e.attempts + 1
    FROM free WHERE e.id = free.id
    RETURNING ${CLAIMED}, e.batch_position AS position, free.day, free.hour`;
  const [first] = claims.sort((one, other) => one.position - other.position);
  return first ? { id, day: first.day, hour: first.hour, claims } : null;
}

/** Notes on which day of the ledger the batch has its places now. */
export async function movePlaces(db: Db | Tx, batch: Batch, { day, hour }: Places): Promise<void> {
  await db.mailBatch.updateMany({ where: { id: batch.id }, data: { day, hour } });
}

/** How the try of one mail ended. */
export interface EmailEnding {
  id: string;
  state: EmailState;
  reason: string | null;
  providerId?: string;
  nextAttemptAt?: Date;
}

/**
 * Records how mails ended that were claimed together, if they are still ours, in one statement. `isBack`: the provider has
 * certainly nothing of them, so that they leave their batch and may change again. @returns the ids of those recorded.
 */
export async function recordEmails(
  db: Db,
  leaseUntil: Date,
  endings: readonly EmailEnding[],
  options: { now: Date; isBack?: boolean },
): Promise<Set<string>> {
  if (endings.length === 0) return new Set();
  const back = options.isBack
    ? Prisma.sql`, batch_id = NULL, batch_position = NULL, handed_over_at = NULL`
    : Prisma.empty;
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE email e SET state = r.state::email_state, reason = r.reason, lease_until = NULL,
      provider_id = COALESCE(r."providerId", e.provider_id),
      sent_at = CASE WHEN r.state = 'sent' THEN ${options.now}::timestamptz ELSE e.sent_at END,
      next_attempt_at = COALESCE(r."nextAttemptAt", e.next_attempt_at) ${back}
    FROM jsonb_to_recordset(${JSON.stringify(endings)}::jsonb)
      AS r(id uuid, state text, reason text, "providerId" text, "nextAttemptAt" timestamptz)
    WHERE e.id = r.id AND e.lease_until = ${leaseUntil} AND ${WAITING}
    RETURNING e.id`;
  return new Set(rows.map(({ id }) => id));
}

/** The provider refused the batch as a whole and took nothing: each is a mail of its own again, still held. */
export async function dissolveBatch(db: Db, batch: Batch): Promise<void> {
  await db.email.updateMany({
    where: { batchId: batch.id, state: { in: ["pending", "deferred"] } },
    data: { batchId: null, batchPosition: null, handedOverAt: null },
  });
}

/** Forgets batches made before `before`; their mails stay. */
export async function forgetOldBatches(db: Db, before: Date): Promise<void> {
  await db.mailBatch.deleteMany({
    where: { createdAt: { lt: before }, emails: { none: { state: { in: ["pending", "deferred"] } } } },
  });
}
