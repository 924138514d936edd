import { findLastTickMs, findNextTickMs } from "@/lib/core/cron-expression";
import { type Beat, isLiving } from "../../beating/rules";
import type { FunctionWork, ScheduleView } from "../schema";
import type { FunctionFacts, Served, UnsentEvents } from "./schema";

const MINUTE_MS = 60_000;
/** Work that waits for so long while nothing runs stands still. */
export const STANDS_STILL_MS = 2 * MINUTE_MS;
/** A run that has begun so long ago may be one that was lost with its queue: it does not prove that work goes on. */
const RUNS_FOR_CERTAIN_MS = 30 * MINUTE_MS;
/** A tick may come so late. */
const TICK_GRACE_MS = 3 * MINUTE_MS;
/** A process that has just started waits for its first tick. */
const SETTLING_MS = MINUTE_MS;
const RATE_MINUTES = 10;

/** The functions of all living processes, each once; what they are started by is what any of them says. */
export function pickServed(beats: readonly Beat[], now: Date): Served[] {
  const served = new Map<string, Served>();
  for (const beat of beats.filter((one) => isLiving(one, now))) {
    for (const { id, events, crons, startWithinMs } of beat.facts.functions) {
      const known = served.get(id);
      served.set(id, {
        id,
        events: [...new Set([...(known?.events ?? []), ...events])],
        crons: [...new Set([...(known?.crons ?? []), ...crons])],
        startWithinMs: known?.startWithinMs ?? startWithinMs,
        servedSince: known && known.servedSince < beat.startedAt ? known.servedSince : beat.startedAt,
      });
    }
  }
  return [...served.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A function with what waits for it anywhere: in the outbox, or in the queue. */
export interface Work extends FunctionFacts {
  /** All of what waits. */
  depth: number;
  oldestAt: Date | null;
  standsStill: boolean;
}

/** `queueAnswers`: while the queue does not, nothing runs, whatever was begun before. */
export function judgeWork(
  functions: readonly FunctionFacts[],
  unsent: readonly UnsentEvents[],
  { now, queueAnswers }: { now: Date; queueAnswers: boolean },
): Work[] {
  return functions.map((facts) => {
    const own = unsent.filter(({ name }) => facts.events.includes(name));
    const depth = facts.waiting + own.reduce((sum, { count }) => sum + count, 0);
    const oldestAt = findOldest([facts.waitsSince, ...own.map((events) => events.oldestAt)]);
    return { ...facts, depth, oldestAt, standsStill: standsStill(facts, oldestAt, now, queueAnswers) };
  });
}

function standsStill(facts: FunctionFacts, oldestAt: Date | null, now: Date, queueAnswers: boolean): boolean {
  if (!isOlder(oldestAt, STANDS_STILL_MS, now)) return false;
  const isRunning = facts.running > 0 && !isOlder(facts.newestRunningAt, RUNS_FOR_CERTAIN_MS, now);
  if (queueAnswers && isRunning) return false;
  return facts.lastBegunAt === null || isOlder(facts.lastBegunAt, STANDS_STILL_MS, now);
}

function isOlder(instant: Date | null, ms: number, now: Date): boolean {
  return instant !== null && now.getTime() - instant.getTime() >= ms;
}

function findOldest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((oldest, one) => (one !== null && (oldest === null || one < oldest) ? one : oldest), null);
}

/** Each schedule of the served functions: late when the last tick that is due has brought no run. */
export function judgeSchedules(functions: readonly FunctionFacts[], now: Date): ScheduleView[] {
  return functions.flatMap((facts) =>
    facts.crons.map((cron) => {
      const dueMs = findLastTickMs(cron, now.getTime() - TICK_GRACE_MS);
      const nextMs = findNextTickMs(cron, now.getTime());
      const lastMs = facts.lastTickAt?.getTime() ?? Number.NEGATIVE_INFINITY;
      const isDue = dueMs !== null && dueMs >= facts.servedSince.getTime() + SETTLING_MS;
      // A run that goes on keeps the next one waiting, which is no lateness.
      const isRunning = facts.running > 0 && !isOlder(facts.newestRunningAt, RUNS_FOR_CERTAIN_MS, now);
      return {
        functionId: facts.id,
        cron,
        lastRunAt: facts.lastTickAt?.toISOString() ?? null,
        nextTickAt: nextMs === null ? null : new Date(nextMs).toISOString(),
        isLate: isDue && lastMs < dueMs && !isRunning,
      };
    }),
  );
}

/** As the panel and the API show it. */
export function viewWork(work: Work): FunctionWork {
  const perMinute = work.endedInTenMinutes / RATE_MINUTES;
  const secondsLeft = work.depth > 0 && perMinute > 0 ? Math.round((work.depth / perMinute) * 60) : null;
  return {
    id: work.id,
    waiting: work.depth,
    waitsSince: work.oldestAt?.toISOString() ?? null,
    running: work.running,
    done: work.done,
    failed: work.failed,
    perMinute,
    secondsLeft,
    lastBegunAt: work.lastBegunAt?.toISOString() ?? null,
    lastError: work.lastError,
  };
}
