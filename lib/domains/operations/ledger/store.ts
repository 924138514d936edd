import type { Db } from "@/lib/db/client";

export interface SentEvent {
  id: string;
  name: string;
  /** From then on it is dropped, not worked on. */
  expiresAt: Date | null;
}

export interface BegunRun {
  id: string;
  functionId: string;
  eventId: string | null;
  cron: string | null;
}

/** Needs no scope, as none of these: they hold ids and names of functions. An event that is known already stays as it is. */
export async function insertSentEvents(db: Db, events: readonly SentEvent[], now: Date): Promise<void> {
  const data = events.map((event) => ({ ...event, sentAt: now }));
  await db.queueEvent.createMany({ data, skipDuplicates: true });
}

/** One that was begun before stays as it is: its first step is only tried again. */
export async function insertRun(db: Db, run: BegunRun, now: Date): Promise<void> {
  await db.queueRun.createMany({ data: { ...run, state: "running", startedAt: now }, skipDuplicates: true });
}

/** Also of a run whose beginning could not be written. One that has ended keeps its end. */
export async function endRun(
  db: Db,
  run: BegunRun,
  { state, error, now }: { state: "done" | "failed"; error: string | null; now: Date },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO queue_run (id, function_id, event_id, cron, state, started_at, ended_at, error)
    VALUES (${run.id}, ${run.functionId}, ${run.eventId}, ${run.cron}, ${state}::queue_run_state, ${now}, ${now}, ${error})
    ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state, ended_at = EXCLUDED.ended_at, error = EXCLUDED.error
    WHERE queue_run.state = 'running'`;
}

/** Events first: one whose run is forgotten would look as if it waited. */
export async function deleteLedgerBefore(db: Db, before: Date): Promise<void> {
  await db.queueEvent.deleteMany({ where: { sentAt: { lt: before } } });
  await db.queueRun.deleteMany({ where: { startedAt: { lt: before } } });
}
