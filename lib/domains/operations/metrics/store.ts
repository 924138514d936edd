import type { Db } from "@/lib/db/client";

export interface StateCount {
  work: string;
  state: string;
  count: number;
}

/**
 * How much of each kind waits or is worked on. One statement over indexes that begin with the state, so that what ended long ago
 * costs nothing. Needs no scope: it tells numbers.
 */
export function countWaiting(db: Db): Promise<StateCount[]> {
  return db.$queryRaw<StateCount[]>`
    SELECT 'analysis' AS work, state::text, count(*)::int AS count FROM analysis
      WHERE state IN ('waiting', 'running') GROUP BY state
    UNION ALL SELECT 'tag_request', state::text, count(*)::int FROM tag_request WHERE state = 'waiting' GROUP BY state
    UNION ALL SELECT 'export', state::text, count(*)::int FROM export WHERE state IN ('queued', 'running') GROUP BY state
    UNION ALL SELECT 'brief', state::text, count(*)::int FROM brief_turn WHERE state IN ('queued', 'writing') GROUP BY state
    UNION ALL SELECT 'upload', state::text, count(*)::int FROM upload
      WHERE state IN ('reserved', 'open', 'completing') GROUP BY state
    UNION ALL SELECT 'mail_' || lane::text, state::text, count(*)::int FROM email
      WHERE state IN ('pending', 'deferred') GROUP BY lane, state`;
}

/** Events that wait for the queue, by name, and when the oldest of each was written. */
export function countOutbox(db: Db): Promise<{ name: string; count: number; oldestAt: Date }[]> {
  return db.$queryRaw`
    SELECT name, count(*)::int AS count, min(created_at) AS "oldestAt" FROM outbox WHERE sent_at IS NULL GROUP BY name`;
}
