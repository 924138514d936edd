import { DueTimes } from "./due-times";
import type { Condition } from "./expressions";
import type { FunctionSpec, RefusedFunction } from "./functions";
import type { JsonValue, RunError } from "./protocol";
import type { EventFate, JobKind, NewRun, RunStatus } from "./records";

export interface Run extends NewRun {
  status: RunStatus;
  createdAt: number;
  startedAt: number | null;
  /** Let through by its throttle. */
  isAdmitted: boolean;
  finishedAt: number | null;
  finishRecordId: string | null;
  error: RunError | null;
  /** Attempts of the newest job so far, for people to see. */
  lastAttempt: number;
  version: number;
  /** These begin as shared empty ones and are replaced, not changed, until they hold something: see `empty-collections`. */
  memos: Map<string, JsonValue>;
  memoBytes: number;
  stack: string[];
  planned: Set<string>;
  /** Steps of a parallel group that are still open; null outside of one. */
  pending: Set<string> | null;
  races: Set<string>;
  jobs: readonly Job[];
}

export interface Job {
  id: string;
  runId: string;
  kind: JobKind;
  /** "step" (find out what comes next) or the id of the step to run, to wake or to time out. */
  step: string;
  attempt: number;
  dueAt: number;
  /** Calls that ended without an answer since its last success: too many, and the run is parked as failed. */
  losses?: number;
}

export interface Pause {
  runId: string;
  op: string;
  /** null: the condition can never be met, only the timeout ends the wait. */
  condition: Condition | null;
}

export interface StoredEventInfo {
  id: string;
  name: string;
  recordId: string;
  receivedAt: number;
  /** Whether the sender gave it an id of its own. */
  isNamed: boolean;
  runs: readonly string[];
  fate: EventFate;
  /** Functions that did not run for it, by their idempotency or singleton. */
  skipped: readonly string[];
}

export interface AppInfo {
  url: string;
  appId: string;
  sdk: string;
  syncedAt: number;
  signature: string;
  functionIds: string[];
  refused: RefusedFunction[];
}

export interface CronInfo {
  functionId: string;
  expression: string;
  firstSeenAt: number;
  lastTick: number | null;
  lastRunId: string | null;
  missed: number;
}

export interface FunctionCounts {
  completed: number;
  failed: number;
  cancelled: number;
  expired: number;
  skipped: number;
  lastFinishedAt: number | null;
}

/** All that the server knows, derived from the log alone. */
export interface State {
  apps: Map<string, AppInfo>;
  functions: Map<string, FunctionSpec>;
  /** Function → the addresses that serve it: several processes may serve one app. */
  servers: Map<string, Set<string>>;
  pausedFunctions: Set<string>;
  events: Map<string, StoredEventInfo>;
  /** Event name and sender's id → internal id: what makes a repeated send harmless for 24 hours. */
  eventKeys: Map<string, string>;
  keptEvents: Set<string>;
  unmatched: Map<string, { count: number; lastAt: number }>;
  runs: Map<string, Run>;
  openRuns: Set<string>;
  /** Function → how many of its runs are unfinished. */
  openCounts: Map<string, number>;
  /** The last ones, oldest first. */
  recentFailures: string[];
  /** When unfinished runs are due: function → its calls, and all timers. */
  dueCalls: Map<string, DueTimes>;
  dueTimers: DueTimes;
  pauses: Map<string, Map<string, Pause>>;
  cancels: Map<string, Set<string>>;
  idempotency: Map<string, number>;
  singletons: Map<string, string>;
  /** Throttle key → when its next start would be due if all came evenly (GCRA's theoretical arrival time). */
  throttles: Map<string, number>;
  crons: Map<string, CronInfo>;
  counts: Map<string, FunctionCounts>;
  receivedCount: number;
  /** Jobs made or moved since the scheduler last looked. */
  freshJobs: Job[];
}

export function createState(): State {
  return {
    apps: new Map(),
    functions: new Map(),
    servers: new Map(),
    pausedFunctions: new Set(),
    events: new Map(),
    eventKeys: new Map(),
    keptEvents: new Set(),
    unmatched: new Map(),
    runs: new Map(),
    openRuns: new Set(),
    openCounts: new Map(),
    recentFailures: [],
    dueCalls: new Map(),
    dueTimers: new DueTimes(),
    pauses: new Map(),
    cancels: new Map(),
    idempotency: new Map(),
    singletons: new Map(),
    throttles: new Map(),
    crons: new Map(),
    counts: new Map(),
    receivedCount: 0,
    freshJobs: [],
  };
}

export function isFinished(run: Run): boolean {
  return run.status !== "queued" && run.status !== "running";
}

export function buildCronKey(functionId: string, expression: string): string {
  return `${functionId}|${expression}`;
}

/** Whether a job is still to be done, as it stands there. */
export function isCurrent(state: State, job: Job): boolean {
  return state.runs.get(job.runId)?.jobs.includes(job) ?? false;
}

export function buildEventKey(name: string, id: string): string {
  return `${name}|${id}`;
}

/** The event that was taken under a name and an id: the sender's own, or the one that it was given here. */
export function findKnownEvent(state: State, { name, id }: { name: string; id: string }): StoredEventInfo | undefined {
  const named = state.events.get(state.eventKeys.get(buildEventKey(name, id)) ?? "");
  if (named !== undefined) return named;
  const given = state.events.get(id);
  return given?.name === name && !given.isNamed && given.fate !== "unmatched" ? given : undefined;
}

export function readCounts(state: State, functionId: string): FunctionCounts {
  const known = state.counts.get(functionId);
  if (known !== undefined) return known;
  const counts = { completed: 0, failed: 0, cancelled: 0, expired: 0, skipped: 0, lastFinishedAt: null };
  state.counts.set(functionId, counts);
  return counts;
}
