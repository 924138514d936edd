import { noItems } from "./empty-collections";
import { readFunction } from "./functions";
import { limits } from "./limits";
import type { Change, EventFate, Transition } from "./records";
import { addJob, findJob, removeJob, replaceJob } from "./reduce-jobs";
import { reduceRun } from "./reduce-run";
import { type AppInfo, buildCronKey, buildEventKey, readCounts, type State } from "./state";

/**
 * Applies one record to the state. Deterministic: no clock, no I/O, no chance, so that a restart rebuilds what was.
 * Facts about runs that are no longer kept are passed over, since retention drops records of finished runs.
 */
export function applyTransition(state: State, recordId: string, transition: Transition): void {
  for (const change of transition.changes) applyChange(state, recordId, transition.at, change);
}

function applyChange(state: State, recordId: string, at: number, change: Change): void {
  switch (change.do) {
    case "app.synced":
      return applySync(state, at, change);
    case "event.received":
      return applyEvent(state, recordId, at, change);
    case "event.routed":
      return settleFate(state, change.id, change.fate, at);
    case "cron.ticked": {
      const cron = state.crons.get(buildCronKey(change.functionId, change.expression));
      if (cron === undefined) return;
      cron.lastTick = change.tick;
      cron.missed += change.missed;
      return;
    }
    case "run.skipped":
      return noteSkipped(state, change.functionId, change.eventId);
    case "function.paused":
      if (change.isPaused) state.pausedFunctions.add(change.functionId);
      else state.pausedFunctions.delete(change.functionId);
      return;
    case "job.added":
      return addJob(state, {
        id: change.jobId,
        runId: change.runId,
        kind: "call",
        step: change.step,
        attempt: 0,
        dueAt: at,
      });
    case "job.retried": {
      const run = state.runs.get(change.runId);
      const job = run && findJob(run, change.jobId);
      if (job === undefined || run === undefined) return;
      run.lastAttempt = change.attempt;
      run.error = change.error;
      return replaceJob(state, run, job, {
        ...job,
        attempt: change.attempt,
        dueAt: change.dueAt,
        losses: change.isLost === true ? (job.losses ?? 0) + 1 : 0,
      });
    }
    case "job.removed":
      return removeJob(state, change.runId, change.jobId);
    case "run.created":
    case "run.started":
    case "run.admitted":
    case "run.versioned":
    case "run.forked":
    case "run.finished":
    case "step.planned":
    case "sleep.began":
    case "wait.began":
    case "invoke.began":
    case "memo.saved":
      return reduceRun(state, recordId, at, change);
  }
}

function applySync(state: State, at: number, change: Extract<Change, { do: "app.synced" }>): void {
  for (const id of state.apps.get(change.url)?.functionIds ?? []) {
    const urls = state.servers.get(id);
    urls?.delete(change.url);
    if (urls?.size !== 0) continue;
    state.servers.delete(id);
    state.functions.delete(id);
  }
  const app: AppInfo = {
    url: change.url,
    appId: change.appId,
    sdk: change.sdk,
    syncedAt: at,
    signature: JSON.stringify(change.functions),
    functionIds: [],
    refused: [],
  };
  for (const config of change.functions) {
    const read = readFunction(config);
    if ("reasons" in read) {
      app.refused.push(read);
      continue;
    }
    app.functionIds.push(read.id);
    // Of several addresses that serve it, the newest registration says how it runs.
    state.functions.set(read.id, read);
    state.servers.set(read.id, (state.servers.get(read.id) ?? new Set()).add(change.url));
  }
  state.apps.set(change.url, app);
  refreshCrons(state, at);
}

/** A new expression starts to count now; one that is gone is forgotten with its past. */
function refreshCrons(state: State, at: number): void {
  const wanted = new Set<string>();
  for (const spec of state.functions.values()) {
    for (const trigger of spec.triggers) {
      if (!("cron" in trigger)) continue;
      const key = buildCronKey(spec.id, trigger.cron);
      wanted.add(key);
      if (state.crons.has(key)) continue;
      const fresh = { firstSeenAt: at, lastTick: null, lastRunId: null, missed: 0 };
      state.crons.set(key, { functionId: spec.id, expression: trigger.cron, ...fresh });
    }
  }
  for (const key of state.crons.keys()) if (!wanted.has(key)) state.crons.delete(key);
}

function applyEvent(
  state: State,
  recordId: string,
  at: number,
  change: Extract<Change, { do: "event.received" }>,
): void {
  const { id, event } = change;
  state.receivedCount += 1;
  const isNamed = event.id !== id;
  const none = { runs: noItems, skipped: noItems };
  state.events.set(id, { id, name: event.name, recordId, receivedAt: at, isNamed, fate: change.fate, ...none });
  settleFate(state, id, change.fate, at);
  if (change.fate === "unmatched" || !isNamed) return;
  const key = buildEventKey(event.name, event.id);
  // Re-inserted at the end, so that the map stays in the order of time.
  state.eventKeys.delete(key);
  state.eventKeys.set(key, id);
  for (const [oldKey, oldId] of state.eventKeys) {
    if ((state.events.get(oldId)?.receivedAt ?? 0) + limits.eventIdMemoryMs >= at) break;
    state.eventKeys.delete(oldKey);
  }
}

function noteSkipped(state: State, functionId: string, eventId: string): void {
  readCounts(state, functionId).skipped += 1;
  const event = state.events.get(eventId);
  if (event !== undefined) event.skipped = [...event.skipped, functionId];
}

function settleFate(state: State, id: string, fate: EventFate, at: number): void {
  const event = state.events.get(id);
  if (event === undefined) return;
  event.fate = fate;
  if (fate === "kept") state.keptEvents.add(id);
  else state.keptEvents.delete(id);
  if (fate !== "unmatched") return;
  const count = (state.unmatched.get(event.name)?.count ?? 0) + 1;
  state.unmatched.set(event.name, { count, lastAt: at });
}
