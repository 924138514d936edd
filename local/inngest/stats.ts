import { findNextTickMs } from "@/lib/core/cron-expression";
import type { AppSync } from "./app-sync";
import type { RunningCall } from "./calls";
import type { Engine } from "./engine";
import type { Journal } from "./journal";
import { limits } from "./limits";
import { isCurrent, type Run, type State } from "./state";

export interface FunctionStats {
  id: string;
  name: string;
  triggers: string[];
  /** Takes events and ticks, and is not called. */
  isPaused: boolean;
  queued: number;
  /** How long the oldest call that is due has waited. */
  oldestAgeSec: number;
  running: number;
  completed: number;
  failed: number;
  cancelled: number;
  expired: number;
  skipped: number;
  lastFinishedAt: string | null;
  cron: { expression: string; lastTick: string | null; nextTick: string | null; missed: number }[];
}

export interface RunStats {
  runId: string;
  functionId: string;
  step: string;
  attempt: number;
  since: string;
  appUrl: string;
}

/** An unfinished run of which nothing is being called. */
export interface WaitingRunStats {
  runId: string;
  functionId: string;
  createdAt: string;
  /** When it is due; null while only an event or a run that it invoked can take it on. */
  nextAt: string | null;
}

export interface AppStats {
  url: string;
  appId: string | null;
  sdk: string | null;
  syncedAt: string | null;
  /** It does not answer, and gets no calls until it does. */
  isDown: boolean;
  failure: string | null;
}

export interface FailureStats {
  runId: string;
  functionId: string;
  status: string;
  error: string;
  finishedAt: string;
}

/** One moment of the server. Counts reach back as far as the log does (finished work is kept for 7 days). */
export interface InngestStats {
  at: string;
  isPaused: boolean;
  isHalted: boolean;
  /** Records wait for room: nothing new is taken, nothing is called. */
  isDiskFull: boolean;
  queue: { depth: number; oldestAgeSec: number; scheduled: number; waiting: number; heldForApp: number; kept: number };
  /** Of the last minute. */
  throughput: { runs: number; steps: number };
  running: RunStats[];
  /** The oldest ones. */
  waitingRuns: WaitingRunStats[];
  totals: Record<"events" | "unmatched" | "completed" | "failed" | "cancelled" | "expired" | "skipped", number>;
  functions: FunctionStats[];
  refused: { id: string; reasons: string[] }[];
  apps: AppStats[];
  unmatched: { name: string; count: number; lastAt: string }[];
  failures: FailureStats[];
}

function formatTime(instantMs: number): string {
  return new Date(instantMs).toISOString();
}

export function buildStats(
  journal: Journal,
  engine: Engine,
  sync: AppSync,
  serveUrls: string[],
  nowMs: number,
): InngestStats {
  const { state } = journal;
  const running = engine.calls.list();
  const calling = listCalling(state, running);
  const functions = listFunctions(state, calling, nowMs);
  const sum = (pick: (one: FunctionStats) => number) => functions.reduce((total, one) => total + pick(one), 0);
  return {
    at: formatTime(nowMs),
    isPaused: engine.isPaused,
    isHalted: journal.isHalted,
    isDiskFull: journal.isBlocked,
    queue: { ...countQueue(state, calling, nowMs), heldForApp: engine.heldCount, kept: state.keptEvents.size },
    throughput: journal.meter.readLastMinute(nowMs),
    running: running.map(({ sinceMs, job: _job, ...call }) => ({ ...call, since: formatTime(sinceMs) })),
    waitingRuns: listWaiting(state, calling),
    totals: {
      events: state.receivedCount,
      unmatched: [...state.unmatched.values()].reduce((total, { count }) => total + count, 0),
      completed: sum((one) => one.completed),
      failed: sum((one) => one.failed),
      cancelled: sum((one) => one.cancelled),
      expired: sum((one) => one.expired),
      skipped: sum((one) => one.skipped),
    },
    functions,
    refused: [...state.apps.values()].flatMap((app) => app.refused),
    apps: serveUrls.map((url) => {
      const app = state.apps.get(url);
      const syncedAt = app === undefined ? null : formatTime(app.syncedAt);
      return {
        url,
        appId: app?.appId ?? null,
        sdk: app?.sdk ?? null,
        syncedAt,
        isDown: engine.pool.isDown(url),
        failure: sync.readFailure(url),
      };
    }),
    unmatched: [...state.unmatched].map(([name, { count, lastAt }]) => ({ name, count, lastAt: formatTime(lastAt) })),
    failures: listFailures(state),
  };
}

/** What is being called, which the statistics do not count as waiting. */
interface Calling {
  runIds: Set<string>;
  /** Function → its runs and the instants at which its calls were due. */
  byFunction: Map<string, { runIds: Set<string>; dueAts: number[] }>;
}

/** A call that has just ended is still listed while its record is on the way to the disk: the state is ahead of it. */
function listCalling(state: State, calls: RunningCall[]): Calling {
  const byFunction: Calling["byFunction"] = new Map();
  for (const { runId, functionId, job } of calls) {
    if (!state.openRuns.has(runId)) continue;
    const one = byFunction.get(functionId) ?? { runIds: new Set(), dueAts: [] };
    byFunction.set(functionId, one);
    one.runIds.add(runId);
    if (isCurrent(state, job)) one.dueAts.push(job.dueAt);
  }
  return { runIds: new Set(calls.map(({ runId }) => runId)), byFunction };
}

function countAgeSec(oldestAt: number, nowMs: number): number {
  return oldestAt <= nowMs ? Math.round((nowMs - oldestAt) / 1_000) : 0;
}

function countQueue(state: State, calling: Calling, nowMs: number) {
  const timers = state.dueTimers.read(nowMs);
  let depth = 0;
  let scheduled = timers.later;
  let oldestAt = Number.POSITIVE_INFINITY;
  for (const [functionId, times] of state.dueCalls) {
    const calls = times.read(nowMs, calling.byFunction.get(functionId)?.dueAts);
    depth += calls.due;
    scheduled += calls.later;
    oldestAt = Math.min(oldestAt, calls.oldestAt);
  }
  const waiting = [...state.pauses.values()].reduce((total, pauses) => total + pauses.size, 0);
  return { depth, oldestAgeSec: countAgeSec(oldestAt, nowMs), scheduled, waiting };
}

function listFunctions(state: State, calling: Calling, nowMs: number): FunctionStats[] {
  const ids = new Set([...state.functions.keys(), ...state.counts.keys()]);
  return [...ids].map((id) => {
    const spec = state.functions.get(id);
    const counts = state.counts.get(id);
    const called = calling.byFunction.get(id);
    const running = called?.runIds.size ?? 0;
    const oldestAt = state.dueCalls.get(id)?.read(nowMs, called?.dueAts).oldestAt;
    const crons = [...state.crons.values()].filter((cron) => cron.functionId === id);
    return {
      id,
      name: spec?.name ?? `${id} (no longer registered)`,
      triggers: spec?.triggers.map((trigger) => ("cron" in trigger ? trigger.cron : trigger.event)) ?? [],
      isPaused: state.pausedFunctions.has(id),
      queued: (state.openCounts.get(id) ?? 0) - running,
      oldestAgeSec: countAgeSec(oldestAt ?? nowMs, nowMs),
      running,
      completed: counts?.completed ?? 0,
      failed: counts?.failed ?? 0,
      cancelled: counts?.cancelled ?? 0,
      expired: counts?.expired ?? 0,
      skipped: counts?.skipped ?? 0,
      lastFinishedAt: counts?.lastFinishedAt ? formatTime(counts.lastFinishedAt) : null,
      cron: crons.map(({ expression, lastTick, missed }) => {
        const next = findNextTickMs(expression, nowMs);
        return {
          expression,
          lastTick: lastTick === null ? null : formatTime(lastTick),
          nextTick: next === null ? null : formatTime(next),
          missed,
        };
      }),
    };
  });
}

function listWaiting(state: State, { runIds }: Calling): WaitingRunStats[] {
  const waiting: WaitingRunStats[] = [];
  for (const runId of state.openRuns) {
    const run = state.runs.get(runId);
    if (run === undefined || runIds.has(runId)) continue;
    const nextMs = run.jobs.reduce((least, { dueAt }) => Math.min(least, dueAt), Number.POSITIVE_INFINITY);
    const nextAt = Number.isFinite(nextMs) ? formatTime(nextMs) : null;
    waiting.push({ runId, functionId: run.functionId, createdAt: formatTime(run.createdAt), nextAt });
    if (waiting.length === limits.waitingShown) break;
  }
  return waiting;
}

function listFailures(state: State): FailureStats[] {
  const runs = state.recentFailures.flatMap((runId) => state.runs.get(runId) ?? []);
  return runs.reverse().map(formatFailure);
}

function formatFailure(run: Run): FailureStats {
  const error = run.error === null ? "" : `${run.error.name}: ${run.error.message}`;
  const finishedAt = formatTime(run.finishedAt ?? run.createdAt);
  return { runId: run.id, functionId: run.functionId, status: run.status, error, finishedAt };
}
