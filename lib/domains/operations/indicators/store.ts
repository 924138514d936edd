import type { Db, Tx } from "@/lib/db/client";
import type { LaneControl } from "@/lib/mail/control-store";
import { readControls } from "@/lib/mail/control-store";
import { type MailDayUse, readMailDay } from "@/lib/mail/ledger-store";
import { readSetLimit, type SetLimit } from "@/lib/mail/limit-store";
import type { Beat } from "../beating/rules";
import { listBeats } from "../beating/store";
import { pickServed } from "./work/rules";
import type { FunctionFacts, UnsentEvents } from "./work/schema";
import { readFunctions, readUnsent } from "./work-store";

/** A process that is gone, or was refused, is told of for so long. */
const GONE_TOLD_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** What the reconcilers found to mend in the last day, and what they will find. */
export interface Mending {
  lastSweepAt: Date | null;
  finished: number;
  expired: number;
  failed: number;
  /** Analyses that were given to the queue anew and have not ended, and those that were and came to an end. */
  putBack: number;
  recovered: number;
  /** Analyses whose worker is gone, and that nobody has taken up yet. */
  left: number;
}

/** Everything that the indicators say of the database, as of one moment. */
export interface Snapshot {
  at: Date;
  beats: Beat[];
  unsent: UnsentEvents[];
  functions: FunctionFacts[];
  mailDay: MailDayUse;
  mailLimit: SetLimit | null;
  controls: LaneControl[];
  mending: Mending;
}

/** In one transaction that sees one state. Needs no scope: it holds counts, times and names of functions, nobody's rows. */
export function readSnapshot(db: Db, now: Date): Promise<Snapshot> {
  return db.$transaction(
    async (tx) => {
      const beats = await listBeats(tx, new Date(now.getTime() - GONE_TOLD_MS));
      const unsent = await readUnsent(tx, now);
      const functions = await readFunctions(tx, pickServed(beats, now), now);
      const mailDay = await readMailDay(tx, now);
      const mailLimit = await readSetLimit(tx);
      const controls = await readControls(tx);
      return { at: now, beats, unsent, functions, mailDay, mailLimit, controls, mending: await readMending(tx, now) };
    },
    { isolationLevel: "RepeatableRead" },
  );
}

async function readMending(tx: Tx, now: Date): Promise<Mending> {
  const since = new Date(now.getTime() - DAY_MS);
  const [row] = await tx.$queryRaw<Mending[]>`
    SELECT max(finished_at) AS "lastSweepAt",
      coalesce(sum(finished), 0)::int AS finished,
      coalesce(sum(expired), 0)::int AS expired,
      coalesce(sum(failed), 0)::int AS failed,
      (SELECT count(*)::int FROM analysis WHERE put_back > 0 AND state IN ('waiting', 'running')) AS "putBack",
      (SELECT count(*)::int FROM analysis WHERE put_back > 0 AND finished_at > ${since}) AS recovered,
      (SELECT count(*)::int FROM analysis
       WHERE state = 'running' AND begun_at IS NOT NULL AND lease_until <= ${now}) AS left
    FROM sweep_run WHERE finished_at > ${since}`;
  return row ?? { lastSweepAt: null, finished: 0, expired: 0, failed: 0, putBack: 0, recovered: 0, left: 0 };
}
