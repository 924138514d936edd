import type { AppSync } from "./app-sync";
import { findNextTickMs } from "./cron-expression";
import type { Engine } from "./engine";
import type { Journal } from "./journal";
import { limits } from "./limits";
import type { Run, State } from "./state";

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
  const calling = new Set(running.map(({ runId }) => runId));
  const functions = listFunctions(state, calling, nowMs);
  const sum = (pick: (one: FunctionStats) => number) => functions.reduce((total, one) => total + pick(one), 0);
  return {
    at: formatTime(nowMs),
    isPaused: engine.isPaused,
    isHalted: journal.isHalted,
    isDiskFull: journal.isBlocked,
    queue: { ...countQueue(state, running.length, nowMs), heldForApp: engine.heldCount, kept: state.keptEvents.size },
    throughput: journal.meter.readLastMinute(nowMs),
    running: running.map(({ sinceMs, ...call }) => ({ ...call, since: formatTime(sinceMs) })),
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

function countQueue(state: State, runningCount: number, nowMs: number) {
  let due = 0;
  let scheduled = 0;
  let oldestAt = nowMs;
  for (const job of state.jobs.values()) {
    if (job.dueAt > nowMs) scheduled += 1;
    else if (job.kind === "call") {
      due += 1;
      oldestAt = Math.min(oldestAt, job.dueAt);
    }
  }
  const waiting = [...state.pauses.values()].reduce((total, pauses) => total + pauses.size, 0);
  const depth = Math.max(0, due - runningCount);
  return { depth, oldestAgeSec: depth === 0 ? 0 : Math.round((nowMs - oldestAt) / 1_000), scheduled, waiting };
}

interface OpenCount {
  queued: number;
  running: number;
  oldestAgeSec: number;
}

function countOpen(state: State, calling: Set<string>, nowMs: number): Map<string, OpenCount> {
  const open = new Map<string, OpenCount>();
  for (const runId of state.openRuns) {
    const run = state.runs.get(runId);
    if (run === undefined) continue;
    const count = open.get(run.functionId) ?? { queued: 0, running: 0, oldestAgeSec: 0 };
    open.set(run.functionId, count);
    if (calling.has(run.id)) {
      count.running += 1;
      continue;
    }
    count.queued += 1;
    for (const jobId of run.jobs) {
      const job = state.jobs.get(jobId);
      if (job?.kind !== "call") continue;
      count.oldestAgeSec = Math.max(count.oldestAgeSec, Math.round((nowMs - job.dueAt) / 1_000));
    }
  }
  return open;
}

function listFunctions(state: State, calling: Set<string>, nowMs: number): FunctionStats[] {
  const open = countOpen(state, calling, nowMs);
  const ids = new Set([...state.functions.keys(), ...state.counts.keys()]);
  return [...ids].map((id) => {
    const spec = state.functions.get(id);
    const counts = state.counts.get(id);
    const crons = [...state.crons.values()].filter((cron) => cron.functionId === id);
    return {
      id,
      name: spec?.name ?? `${id} (no longer registered)`,
      triggers: spec?.triggers.map((trigger) => ("cron" in trigger ? trigger.cron : trigger.event)) ?? [],
      isPaused: state.pausedFunctions.has(id),
      queued: open.get(id)?.queued ?? 0,
      oldestAgeSec: open.get(id)?.oldestAgeSec ?? 0,
      running: open.get(id)?.running ?? 0,
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

function listWaiting(state: State, calling: Set<string>): WaitingRunStats[] {
  const waiting: WaitingRunStats[] = [];
  for (const runId of state.openRuns) {
    const run = state.runs.get(runId);
    if (run === undefined || calling.has(runId)) continue;
    const dueAt = [...run.jobs].map((jobId) => state.jobs.get(jobId)?.dueAt ?? Number.POSITIVE_INFINITY);
    const nextMs = Math.min(...dueAt);
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
