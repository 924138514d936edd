import { OUTBOX_CHANNEL } from "@/lib/core/channels";
import { createId } from "@/lib/core/ids";
import type { QueueEvent } from "@/lib/core/queue-events";
import { readTrace } from "@/lib/log/trace";
import type { Db, Tx } from "./client";
import { Prisma } from "./generated/client";

export interface OutboxEvent {
  id: string;
  name: string;
  data: Prisma.JsonValue;
  /** The request that caused it; null where none did. */
  requestId: string | null;
  /** How often it was taken to be sent, this time included. */
  attempts: number;
  createdAt: Date;
}

const LEASE_SEC = 30;
/** Short to the end: a queue that is back after a long outage gets everything within half a minute. */
const BACKOFF_SEC = [1, 2, 5, 10, 30] as const;

/**
 * Writes an event for the queue in the transaction that causes it. `id` is the event's id for ever; by default a new one. One
 * that is held back leaves by itself only after so many ms, or when it is released.
 */
export async function writeOutbox(
  tx: Tx,
  event: QueueEvent,
  now: Date,
  { heldBackMs = 0 }: { heldBackMs?: number } = {},
): Promise<string> {
  const id = event.id ?? createId();
  const nextAttemptAt = new Date(now.getTime() + heldBackMs);
  const requestId = readTrace().requestId ?? null;
  await tx.outbox.createMany({
    data: { id, name: event.name, data: event.data, nextAttemptAt, createdAt: now, requestId },
    skipDuplicates: true,
  });
  await tx.$executeRaw`SELECT pg_notify(${OUTBOX_CHANNEL}, '')`;
  return id;
}

/** Lets an event that is held back go at once. Nothing to do when it is on its way. */
export async function releaseOutbox(db: Db, id: string, now: Date): Promise<void> {
  await db.$executeRaw`
    WITH freed AS (
      UPDATE outbox SET next_attempt_at = ${now} WHERE id = ${id}::uuid AND sent_at IS NULL AND attempts = 0 RETURNING id
    )
    SELECT pg_notify(${OUTBOX_CHANNEL}, '') FROM freed`;
}

/** Takes up to `limit` due events for a while; a relay that dies leaves them to the next after the lease. */
export function claimOutbox(db: Db, now: Date, limit: number): Promise<OutboxEvent[]> {
  const leaseUntil = new Date(now.getTime() + LEASE_SEC * 1000);
  return db.$queryRaw<OutboxEvent[]>`
    UPDATE outbox SET next_attempt_at = ${leaseUntil}, attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM outbox WHERE sent_at IS NULL AND next_attempt_at <= ${now}
      ORDER BY created_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, name, data, attempts, request_id AS "requestId", created_at AS "createdAt"`;
}

export async function markOutboxSent(db: Db, ids: string[], now: Date): Promise<void> {
  await db.outbox.updateMany({ where: { id: { in: ids } }, data: { sentAt: now, lastError: null } });
}

/** Puts events back after a failed send; they wait longer each time. */
export async function postponeOutbox(db: Db, ids: string[], now: Date, reason: string): Promise<void> {
  const backoff = Prisma.join([...BACKOFF_SEC]);
  await db.$executeRaw`
    UPDATE outbox SET last_error = ${reason.slice(0, 500)},
      next_attempt_at = ${now}::timestamptz + make_interval(secs => (ARRAY[${backoff}]::int[])[LEAST(attempts, ${BACKOFF_SEC.length})])
    WHERE id = ANY(${ids}::uuid[]) AND sent_at IS NULL`;
}

/** Removes sent events older than `before`; their effect's own key outlives them. */
export async function pruneOutbox(db: Db, before: Date): Promise<number> {
  const { count } = await db.outbox.deleteMany({ where: { sentAt: { lt: before } } });
  return count;
}
