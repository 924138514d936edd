import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { type EmailState, type MailLane, Prisma } from "@/lib/db/generated/client";

export type { EmailState, MailLane };

/** A mail as it is frozen: what is written here is what every try sends. */
export interface NewEmail {
  /** Unique for ever, and the provider's idempotency key: "verify:<token id>", "digest:<account>:<date>", … */
  key: string;
  lane: MailLane;
  accountId: string | null;
  toAddress: string;
  fromAddress: string;
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
  /** From when it would say something that is no longer so, and is not sent any more. */
  expiresAt: Date;
}

export interface ClaimedEmail {
  id: string;
  key: string;
  lane: MailLane;
  toAddress: string;
  fromAddress: string;
  subject: string;
  html: string;
  text: string;
  headers: unknown;
  attempts: number;
  expiresAt: Date;
  leaseUntil: Date;
}

const LEASE_MS = 2 * 60 * 1000;

/** Until when whoever takes a mail now has it for themselves. */
export function findLeaseEnd(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}

/** Of a mail `e`: it is not over yet. */
export const WAITING = Prisma.sql`e.state IN ('pending', 'deferred')`;
/** The columns of a mail `e` that its sender needs. */
export const CLAIMED = Prisma.sql`
  e.id, e.key, e.lane, e.to_address AS "toAddress", e.from_address AS "fromAddress", e.subject, e.html, e.text, e.headers,
  e.attempts, e.expires_at AS "expiresAt", e.lease_until AS "leaseUntil"`;

/** Keeps a mail for sending, in the transaction that causes it. @returns its id, also when the key was there before. */
export async function freezeEmail(tx: Db | Tx, email: NewEmail, now: Date): Promise<string> {
  const id = createId();
  const { count } = await tx.email.createMany({
    data: { ...email, id, headers: email.headers ?? {}, nextAttemptAt: now, createdAt: now },
    skipDuplicates: true,
  });
  if (count > 0) return id;
  const known = await tx.email.findUniqueOrThrow({ where: { key: email.key }, select: { id: true } });
  return known.id;
}

/** Takes one mail for two minutes, so that two senders never hold it at once. Null when it is done, taken, or in a batch. */
export async function claimEmail(db: Db, id: string, now: Date): Promise<ClaimedEmail | null> {
  const rows = await db.$queryRaw<ClaimedEmail[]>`
    UPDATE email e SET lease_until = ${findLeaseEnd(now)}, attempts = attempts + 1
    WHERE id = ${id}::uuid AND ${WAITING} AND batch_id IS NULL AND (lease_until IS NULL OR lease_until <= ${now})
    RETURNING ${CLAIMED}`;
  return rows[0] ?? null;
}

interface Ending {
  state: EmailState;
  reason?: string | null;
  providerId?: string;
  sentAt?: Date;
  nextAttemptAt?: Date;
  /** Set when the provider certainly has nothing of it: its words may change again. */
  handedOverAt?: null;
}

/** Records how a try ended, if the mail is still ours. A mail with a secret in it loses its words once it is over. */
export async function recordEmail(db: Db, claim: ClaimedEmail, ending: Ending): Promise<boolean> {
  const isOver = ending.state !== "pending" && ending.state !== "deferred";
  const { count } = await db.email.updateMany({
    where: { id: claim.id, state: { in: ["pending", "deferred"] }, leaseUntil: claim.leaseUntil },
    data: { ...ending, leaseUntil: null, ...(isOver && claim.lane === "transactional" ? { html: "", text: "" } : {}) },
  });
  return count > 0;
}

/** Ids of the lane's mails that may go out now, those that wait longest first. */
export async function listDueEmails(db: Db, lane: MailLane, now: Date, limit: number): Promise<string[]> {
  const rows = await db.email.findMany({
    where: {
      lane,
      state: { in: ["pending", "deferred"] },
      nextAttemptAt: { lte: now },
      OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }],
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** What is known here of the mails with these keys; `providerId` once the provider has taken one. */
export async function readEmails(
  db: Db | Tx,
  keys: readonly string[],
): Promise<{ key: string; state: EmailState; reason: string | null; providerId: string | null }[]> {
  return db.email.findMany({
    where: { key: { in: [...keys] } },
    select: { key: true, state: true, reason: true, providerId: true },
  });
}

/** Keeps mails that are not out yet from going out: what they say is no longer so. */
export async function withdrawEmails(tx: Db | Tx, keys: readonly string[], reason: string): Promise<void> {
  await tx.email.updateMany({
    where: { key: { in: [...keys] }, state: { in: ["pending", "deferred"] } },
    data: { state: "expired", reason, html: "", text: "", leaseUntil: null },
  });
}

export interface EmailWords {
  subject: string;
  html: string;
  text: string;
}

/** Whether the provider may have this mail already: then its bytes must stay what they were. */
export async function wasHandedOver(tx: Db | Tx, id: string): Promise<boolean> {
  const email = await tx.email.findUniqueOrThrow({ where: { id }, select: { state: true, handedOverAt: true } });
  return email.handedOverAt !== null || (email.state !== "pending" && email.state !== "deferred");
}

/** Gives a mail that never left other words, or with none gives it up. */
export async function rewriteUnsentEmail(tx: Db | Tx, id: string, words: EmailWords | null, now: Date): Promise<void> {
  await tx.email.updateMany({
    where: {
      id,
      handedOverAt: null,
      state: { in: ["pending", "deferred"] },
      // A sender that holds it has read its bytes already.
      OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }],
    },
    data: words ?? { state: "expired", reason: "nothing_left", html: "", text: "" },
  });
}

/** Has a mail that waits tried again no sooner than then. */
export async function postponeEmail(tx: Db | Tx, id: string, until: Date): Promise<void> {
  await tx.email.updateMany({
    where: { id, state: { in: ["pending", "deferred"] } },
    data: { nextAttemptAt: until },
  });
}

/** Notes that the provider is about to get the mail. @returns whether this is the first time. */
export async function markHandedOver(db: Db, claim: ClaimedEmail, now: Date): Promise<boolean> {
  const { count } = await db.email.updateMany({
    where: { id: claim.id, handedOverAt: null },
    data: { handedOverAt: now },
  });
  return count > 0;
}

/** Takes the words out of mails made before `before` that are over; who got what and when stays. @returns how many. */
export async function forgetOldWords(db: Db, before: Date): Promise<number> {
  const { count } = await db.email.updateMany({
    where: { createdAt: { lt: before }, state: { in: ["sent", "failed", "expired"] }, html: { not: "" } },
    data: { html: "", text: "" },
  });
  return count;
}

/** How many mails of each lane wait. */
export async function countWaiting(db: Db): Promise<Partial<Record<MailLane, number>>> {
  const rows = await db.email.groupBy({
    by: ["lane"],
    _count: true,
    where: { state: { in: ["pending", "deferred"] } },
  });
  return Object.fromEntries(rows.map((row) => [row.lane, row._count]));
}

/** How the mails made since then that are over ended, and why. */
export async function countByEnd(
  db: Db,
  since: Date,
): Promise<{ lane: MailLane; state: EmailState; reason: string | null; count: number }[]> {
  const rows = await db.email.groupBy({
    by: ["lane", "state", "reason"],
    _count: true,
    where: { createdAt: { gte: since }, state: { in: ["sent", "failed", "expired"] } },
    orderBy: [{ lane: "asc" }, { state: "asc" }, { reason: "asc" }],
  });
  return rows.map(({ _count: count, ...row }) => ({ ...row, count }));
}
