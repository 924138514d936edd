import type { Tx } from "@/lib/db/client";
import type { FunctionFacts, Served, UnsentEvents } from "./work/schema";

const HOUR_MS = 60 * 60_000;
const TEN_MINUTES_MS = 10 * 60_000;
/** A run that began longer ago and did not end was lost with its queue. */
const RUNNING_KEPT_MS = 24 * HOUR_MS;

export function readUnsent(tx: Tx, now: Date): Promise<UnsentEvents[]> {
  return tx.$queryRaw<UnsentEvents[]>`
    SELECT name, count(*)::int AS count, min(created_at) AS "oldestAt" FROM outbox
    WHERE sent_at IS NULL AND NOT (attempts = 0 AND next_attempt_at > ${now})
    GROUP BY name ORDER BY name`;
}

type Row = Omit<FunctionFacts, keyof Served> & { id: string };

export async function readFunctions(tx: Tx, served: readonly Served[], now: Date): Promise<FunctionFacts[]> {
  if (served.length === 0) return [];
  const rows = await queryFunctions(tx, served, now);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return served.flatMap((one) => {
    const row = byId.get(one.id);
    return row ? [{ ...row, ...one }] : [];
  });
}

/**
 * An event waits for a function that it starts and that has no run for it. One that a newer one has overtaken by an hour is
 * lost, not waiting: whoever missed its work has asked for it anew.
 */
function queryFunctions(tx: Tx, served: readonly Served[], now: Date): Promise<Row[]> {
  const pairs = served.flatMap(({ id, events, startWithinMs }) => events.map((name) => ({ id, name, startWithinMs })));
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  const tenMinutesAgo = new Date(now.getTime() - TEN_MINUTES_MS);
  const dayAgo = new Date(now.getTime() - RUNNING_KEPT_MS);
  return tx.$queryRaw<Row[]>`
    WITH served AS (SELECT unnest(${served.map(({ id }) => id)}::text[]) AS id),
    pairs AS (
      SELECT * FROM unnest(${pairs.map(({ id }) => id)}::text[], ${pairs.map(({ name }) => name)}::text[],
        ${pairs.map(({ startWithinMs }) => startWithinMs ?? -1)}::float8[]) AS pair(id, name, within_ms)
    ),
    lasts AS (
      SELECT served.id, begun.started_at AS last_begun_at, ticked.started_at AS last_tick_at, passed.sent_at AS passed_at
      FROM served
      LEFT JOIN LATERAL (SELECT started_at FROM queue_run WHERE function_id = served.id
        ORDER BY started_at DESC LIMIT 1) begun ON true
      LEFT JOIN LATERAL (SELECT started_at FROM queue_run WHERE function_id = served.id AND cron IS NOT NULL
        ORDER BY started_at DESC LIMIT 1) ticked ON true
      LEFT JOIN LATERAL (SELECT queue_event.sent_at FROM queue_run JOIN queue_event ON queue_event.id = queue_run.event_id
        WHERE function_id = served.id ORDER BY started_at DESC LIMIT 1) passed ON true
    ),
    waits AS (
      SELECT pairs.id, count(*)::int AS count, min(event.sent_at) AS since
      FROM pairs JOIN lasts ON lasts.id = pairs.id JOIN queue_event event ON event.name = pairs.name
      WHERE (event.expires_at IS NULL OR event.expires_at > ${now})
        AND (within_ms < 0 OR event.sent_at > ${now}::timestamptz - within_ms * interval '1 millisecond')
        AND (passed_at IS NULL OR event.sent_at > passed_at - interval '1 hour')
        AND NOT EXISTS (SELECT 1 FROM queue_run WHERE event_id = event.id AND function_id = pairs.id)
      GROUP BY pairs.id
    ),
    runs AS (
      SELECT function_id AS id,
        count(*) FILTER (WHERE state = 'running')::int AS running,
        max(started_at) FILTER (WHERE state = 'running') AS newest,
        min(started_at) FILTER (WHERE state = 'running') AS oldest,
        count(*) FILTER (WHERE state = 'done')::int AS done,
        count(*) FILTER (WHERE state = 'failed')::int AS failed,
        count(*) FILTER (WHERE ended_at > ${tenMinutesAgo})::int AS ended
      FROM queue_run
      WHERE (state = 'running' AND started_at > ${dayAgo}
          AND NOT EXISTS (SELECT 1 FROM held_run WHERE run_id = queue_run.id))
        OR (state <> 'running' AND ended_at > ${hourAgo})
      GROUP BY function_id
    ),
    held AS (SELECT function_id AS id, count(*)::int AS held FROM held_run GROUP BY function_id),
    errors AS (
      SELECT DISTINCT ON (function_id) function_id AS id, error FROM queue_run
      WHERE state = 'failed' AND ended_at > ${hourAgo} ORDER BY function_id, ended_at DESC
    )
    SELECT served.id, coalesce(waits.count, 0) AS waiting, waits.since AS "waitsSince",
      coalesce(running, 0) AS running, newest AS "newestRunningAt", oldest AS "oldestRunningAt",
      coalesce(done, 0) AS done, coalesce(failed, 0) AS failed, coalesce(ended, 0) AS "endedInTenMinutes",
      last_begun_at AS "lastBegunAt", last_tick_at AS "lastTickAt", error AS "lastError",
      coalesce(held, 0) AS held, paused.paused_at AS "pausedAt"
    FROM served LEFT JOIN lasts USING (id) LEFT JOIN waits USING (id) LEFT JOIN runs USING (id) LEFT JOIN errors USING (id)
      LEFT JOIN held USING (id) LEFT JOIN paused_function paused ON paused.function_id = served.id`;
}
