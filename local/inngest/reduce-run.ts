import { noEntries, noItems, noMembers, ownMap, ownSet } from "./empty-collections";
import { limits } from "./limits";
import type { Change, NewRun } from "./records";
import { addDiscovery, addJob, removeJob } from "./reduce-jobs";
import { buildCronKey, isFinished, type Pause, type Run, readCounts, type State } from "./state";

type RunChange = Exclude<
  Change,
  {
    do:
      | "app.synced"
      | "event.received"
      | "event.routed"
      | "cron.ticked"
      | "run.skipped"
      | "function.paused"
      | `job.${string}`;
  }
>;

/** Applies one fact about one run. A finished run takes no further facts. */
export function reduceRun(state: State, recordId: string, at: number, change: RunChange): void {
  if (change.do === "run.created") return createRun(state, at, change.run);
  const run = state.runs.get(change.runId);
  if (run === undefined || isFinished(run)) return;
  switch (change.do) {
    case "run.started":
      return startRun(state, run, change.startedAt);
    case "run.admitted":
      return admitRun(state, run, change.admittedAt);
    case "run.versioned":
      run.version = change.version;
      return;
    case "run.forked":
      return forkRun(run, change.ops, change.races);
    case "run.finished":
      return finishRun(state, run, recordId, at, change);
    case "memo.saved":
      return saveMemo(state, run, at, change);
    case "step.planned":
    case "sleep.began":
    case "wait.began":
    case "invoke.began":
      return beginOperation(state, run, at, change);
  }
}

/**
 * Field by field: V8 gives an object that was made by spreading another one a shape of its own, which takes more room than the
 * run itself.
 */
function makeRun(created: NewRun, at: number): Run {
  return {
    id: created.id,
    functionId: created.functionId,
    eventId: created.eventId,
    eventName: created.eventName,
    maxAttempts: created.maxAttempts,
    priority: created.priority,
    dueAt: created.dueAt,
    expiresAt: created.expiresAt,
    startBy: created.startBy,
    finishMs: created.finishMs,
    concurrency: created.concurrency.length === 0 ? noItems : created.concurrency,
    idempotencyKey: created.idempotencyKey,
    singletonKey: created.singletonKey,
    throttle: created.throttle,
    cancelOn: created.cancelOn.length === 0 ? noItems : created.cancelOn,
    parent: created.parent,
    cron: created.cron,
    status: "queued",
    createdAt: at,
    startedAt: null,
    isAdmitted: false,
    finishedAt: null,
    finishRecordId: null,
    error: null,
    lastAttempt: 0,
    version: -1,
    memos: noEntries,
    memoBytes: 0,
    stack: noItems,
    planned: noMembers,
    pending: null,
    races: noMembers,
    jobs: noItems,
  };
}

function createRun(state: State, at: number, created: NewRun): void {
  const run = makeRun(created, at);
  state.runs.set(run.id, run);
  state.openRuns.add(run.id);
  state.openCounts.set(run.functionId, (state.openCounts.get(run.functionId) ?? 0) + 1);
  const event = state.events.get(run.eventId);
  if (event !== undefined) event.runs = event.runs.concat(run.id);
  if (run.idempotencyKey !== null) rememberKey(state, run.idempotencyKey, at);
  if (run.singletonKey !== null) state.singletons.set(run.singletonKey, run.id);
  for (const rule of run.cancelOn) {
    const runIds = state.cancels.get(rule.event) ?? new Set();
    state.cancels.set(rule.event, runIds.add(run.id));
  }
  const cron = run.cron === null ? undefined : state.crons.get(buildCronKey(run.functionId, run.cron));
  if (cron !== undefined) cron.lastRunId = run.id;
  addJob(state, { id: `${run.id}:start`, runId: run.id, kind: "call", step: "step", attempt: 0, dueAt: run.dueAt });
}

function rememberKey(state: State, key: string, at: number): void {
  state.idempotency.delete(key);
  state.idempotency.set(key, at);
  for (const [oldKey, oldAt] of state.idempotency) {
    if (oldAt + limits.eventIdMemoryMs >= at) break;
    state.idempotency.delete(oldKey);
  }
}

function startRun(state: State, run: Run, startedAt: number): void {
  if (run.startedAt !== null) return;
  run.startedAt = startedAt;
  run.status = "running";
  if (run.finishMs === null) return;
  const dueAt = startedAt + run.finishMs;
  addJob(state, { id: `${run.id}:deadline`, runId: run.id, kind: "deadline", step: "", attempt: 0, dueAt });
}

/** Takes the run's place in its throttle. A place whose time has passed says nothing, and is forgotten. */
function admitRun(state: State, run: Run, at: number): void {
  if (run.isAdmitted || run.throttle === null) return;
  run.isAdmitted = true;
  const { key, everyMs } = run.throttle;
  const dueAt = Math.max(at, state.throttles.get(key) ?? 0) + everyMs;
  state.throttles.delete(key);
  state.throttles.set(key, dueAt);
  for (const [oldKey, oldAt] of state.throttles) {
    if (oldAt > at) break;
    state.throttles.delete(oldKey);
  }
}

/** The branches of a race are not waited for: each that ends is followed by a discovery. */
function forkRun(run: Run, ops: string[], races: string[]): void {
  if (races.length > 0) run.races = ownSet(run.races);
  for (const op of races) run.races.add(op);
  if (ops.length === 0) return;
  run.pending ??= new Set();
  for (const op of ops) if (!run.memos.has(op)) run.pending.add(op);
}

type Began = Extract<RunChange, { do: "step.planned" | "sleep.began" | "wait.began" | "invoke.began" }>;

/** An operation that was begun before is not begun again, however often the function reports it. */
function beginOperation(state: State, run: Run, at: number, change: Began): void {
  if (run.planned.has(change.op) || run.memos.has(change.op)) return;
  run.planned = ownSet(run.planned).add(change.op);
  const job = { runId: run.id, step: change.op, attempt: 0 };
  if (change.do === "step.planned") {
    return addJob(state, { ...job, id: `${run.id}:plan:${change.op}`, kind: "call", dueAt: at });
  }
  if (change.do === "sleep.began") {
    return addJob(state, { ...job, id: `${run.id}:wake:${change.op}`, kind: "wake", dueAt: change.until });
  }
  if (change.do === "wait.began") {
    const pauses = state.pauses.get(change.event) ?? new Map<string, Pause>();
    state.pauses.set(change.event, pauses);
    pauses.set(buildPauseId(run.id, change.op), { runId: run.id, op: change.op, condition: change.condition });
  }
  if (change.until === null) return;
  const kind = change.do === "wait.began" ? "timeout" : "invoke_timeout";
  addJob(state, { ...job, id: `${run.id}:timeout:${change.op}`, kind, dueAt: change.until });
}

export function buildPauseId(runId: string, op: string): string {
  return `${runId}:${op}`;
}

function saveMemo(state: State, run: Run, at: number, change: Extract<RunChange, { do: "memo.saved" }>): void {
  if (run.memos.has(change.op)) return;
  run.memos = ownMap(run.memos).set(change.op, change.value);
  run.memoBytes += JSON.stringify(change.value).length;
  if (run.stack.length === 0) run.stack = [];
  run.stack.push(change.op);
  run.lastAttempt = 0;
  run.error = null;
  removeJob(state, run.id, `${run.id}:timeout:${change.op}`);
  closePause(state, run.id, change.op);
  const wasPending = run.pending?.delete(change.op) ?? false;
  if (change.isInCall) return;
  const isGroupOver = run.pending === null || run.pending.size === 0;
  if (isGroupOver) run.pending = null;
  // What follows the winner of a race is not part of the group, and does not wait for it.
  if (isGroupOver || !wasPending || run.races.has(change.op)) addDiscovery(state, run, change.op, at);
}

function closePause(state: State, runId: string, op: string): void {
  for (const [event, pauses] of state.pauses) {
    if (pauses.delete(buildPauseId(runId, op)) && pauses.size === 0) state.pauses.delete(event);
  }
}

function finishRun(
  state: State,
  run: Run,
  recordId: string,
  at: number,
  change: Extract<RunChange, { do: "run.finished" }>,
): void {
  run.status = change.status;
  run.finishedAt = at;
  run.finishRecordId = recordId;
  run.error = change.error ?? null;
  state.openRuns.delete(run.id);
  state.openCounts.set(run.functionId, (state.openCounts.get(run.functionId) ?? 0) - 1);
  if (change.status === "failed" || change.status === "expired") {
    state.recentFailures.push(run.id);
    if (state.recentFailures.length > limits.failuresShown) state.recentFailures.shift();
  }
  for (const { id } of run.jobs) removeJob(state, run.id, id);
  run.jobs = noItems;
  for (const op of run.planned) closePause(state, run.id, op);
  for (const rule of run.cancelOn) {
    const runIds = state.cancels.get(rule.event);
    if (runIds?.delete(run.id) && runIds.size === 0) state.cancels.delete(rule.event);
  }
  if (run.singletonKey !== null && state.singletons.get(run.singletonKey) === run.id) {
    state.singletons.delete(run.singletonKey);
  }
  // Only a summary stays in memory; the rest is in the log.
  run.memos = noEntries;
  run.stack = noItems;
  run.planned = noMembers;
  run.races = noMembers;
  run.pending = null;
  run.cancelOn = noItems;
  const counts = readCounts(state, run.functionId);
  counts[change.status] += 1;
  counts.lastFinishedAt = at;
}
