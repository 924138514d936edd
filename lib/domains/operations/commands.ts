import type { SystemScope } from "@/lib/access/system-scope";
import { claimOutbox, markOutboxSent, type OutboxEvent, postponeOutbox, pruneOutbox } from "@/lib/db/outbox-store";
import type { Services } from "@/lib/services";
import { countRepairs } from "./repairing/commands";

/** An event as the queue takes it. `id` is the outbox row's, so that a repeated send is one event. `ts` in ms since 1970. */
export interface RelayedEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
}

const BATCH = 100;
/** Sent events are kept as long as somebody may ask what was sent. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

/**
 * Carries committed events to the queue: claims some, sends them, marks them; answers how many. Whoever dies in between
 * leaves them to the next after a lease, with the same ids. A failed send puts them back to wait longer each time.
 */
export async function relayOutbox(
  services: Services,
  _scope: SystemScope,
  send: (events: RelayedEvent[]) => Promise<void>,
): Promise<number> {
  const { db, clock } = services;
  let sent = 0;
  for (;;) {
    const claimed = await claimOutbox(db, clock.now(), BATCH);
    if (claimed.length === 0) return sent;
    const ids = claimed.map((event) => event.id);
    try {
      await send(claimed.sort(byAge).map(toRelayedEvent));
    } catch (error) {
      await postponeOutbox(db, ids, clock.now(), error instanceof Error ? error.message : "unknown");
      throw error;
    }
    await markOutboxSent(db, ids, clock.now());
    for (const { name } of claimed) services.metrics.noteRelayed(name);
    const again = claimed.filter(({ attempts }) => attempts > 1).length;
    await countRepairs(services, { "event.sent_again": again });
    sent += ids.length;
  }
}

/** Forgets what was sent long ago. */
export async function pruneSentEvents(services: Services, _scope: SystemScope): Promise<number> {
  return await pruneOutbox(services.db, new Date(services.clock.now().getTime() - KEPT_MS));
}

/** Ids sort by time, also within a millisecond. */
function byAge(one: OutboxEvent, other: OutboxEvent): number {
  return one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1);
}

/** With the request that caused it, for the runs that come of it. */
function toRelayedEvent({ id, name, data, requestId, createdAt }: OutboxEvent): RelayedEvent {
  const isRecord = typeof data === "object" && data !== null && !Array.isArray(data);
  const fields = isRecord ? data : {};
  return { id, name, ts: createdAt.getTime(), data: requestId === null ? fields : { ...fields, requestId } };
}
