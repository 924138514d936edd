import type { EventLog, StoredEvent } from "@/lib/event-log/log";
import { limits } from "./limits";
import type { Change, Transition } from "./records";
import { RunGroups } from "./run-groups";
import { buildCronKey, readCounts, type State } from "./state";

/** Work whose last sign of life is older than the retention, and what of the log stays without it. */
export interface DeadWork {
  runIds: string[];
  eventIds: string[];
  /** How many records are dropped. */
  records: number;
  isKept: (record: StoredEvent) => boolean;
  /** Keeps an event after all, with all that belongs to it: records, runs and events of its group. */
  spareEvent: (eventId: string) => void;
  isRunDead: (runId: string) => boolean;
  isEventDead: (eventId: string) => boolean;
}

const eventPrefix = "event:";
const turnSize = 2_000;

function readTransition(record: StoredEvent): Transition {
  return record.data as unknown as Transition;
}

/** The runs and events that a record tells of: those of an event that was replayed later belong to it as well. */
function listIds(changes: Change[]): string[] {
  return changes.flatMap((change) => {
    if (change.do === "run.created") return [change.run.id, eventPrefix + change.run.eventId];
    if (change.do === "event.received" || change.do === "event.routed") return [eventPrefix + change.id];
    return "runId" in change ? [change.runId] : [];
  });
}

/** Facts of which the newest one counts, however old it is: registrations, ticks, pauses. */
function listStandingKeys(changes: Change[]): string[] {
  return changes.flatMap((change) => {
    if (change.do === "app.synced") return [`app ${change.url}`];
    if (change.do === "cron.ticked") return [`cron ${buildCronKey(change.functionId, change.expression)}`];
    return change.do === "function.paused" ? [`pause ${change.functionId}`] : [];
  });
}

/** A cheap look whether anything may be old enough: runs and events stand in the order of their arrival. */
export function hasOldWork(state: State, nowMs: number): boolean {
  const before = nowMs - limits.retentionMs;
  for (const { finishedAt, createdAt } of state.runs.values()) {
    if (createdAt >= before) break;
    if (finishedAt !== null && finishedAt < before) return true;
  }
  for (const { receivedAt, runs, fate } of state.events.values()) {
    if (receivedAt >= before) break;
    if (runs.length === 0 && fate !== "kept") return true;
  }
  return false;
}

/**
 * Reads the log for finished runs, and the events that made them, that are past the retention. Unfinished runs, kept
 * events and all that shares a record with them stay however old they are, and so does what comes after this look.
 */
export async function findDeadWork(log: EventLog, nowMs: number): Promise<DeadWork> {
  const groups = new RunGroups();
  const open = new Set<string>();
  const seenAt = new Map<string, number>();
  const standing = new Map<string, { recordId: string; ids: string[] }>();
  let lastSeq = -1;
  for await (const record of log.scan()) {
    const { at, changes } = readTransition(record);
    const ids = listIds(changes);
    groups.join(ids);
    lastSeq = record.seq;
    for (const id of ids) seenAt.set(id, at);
    for (const key of listStandingKeys(changes)) standing.set(key, { recordId: record.id, ids });
    for (const change of changes) {
      if (change.do === "run.created") open.add(change.run.id);
      else if (change.do === "run.finished") open.delete(change.runId);
      else if (change.do === "event.received" && change.fate === "kept") open.add(eventPrefix + change.id);
      else if (change.do === "event.routed") open.delete(eventPrefix + change.id);
    }
  }
  const alive = new Set<string>();
  for await (const id of takeTurns(groups.ids)) {
    if (open.has(id) || (seenAt.get(id) ?? 0) >= nowMs - limits.retentionMs) alive.add(groups.findRoot(id));
  }
  const newest = new Set<string>();
  for (const { recordId, ids } of standing.values()) {
    newest.add(recordId);
    for (const id of ids) alive.add(groups.findRoot(id));
  }
  const isKept = (record: StoredEvent): boolean => {
    if (record.seq > lastSeq || newest.has(record.id)) return true;
    const ids = listIds(readTransition(record).changes);
    return ids.some((id) => !groups.has(id) || alive.has(groups.findRoot(id)));
  };
  const runIds: string[] = [];
  const eventIds: string[] = [];
  for await (const id of takeTurns(groups.ids)) {
    if (alive.has(groups.findRoot(id))) continue;
    if (id.startsWith(eventPrefix)) eventIds.push(id.slice(eventPrefix.length));
    else runIds.push(id);
  }
  let records = 0;
  for await (const record of log.scan()) if (!isKept(record)) records += 1;
  const isDead = (id: string) => !alive.has(groups.findRoot(id));
  return {
    runIds,
    eventIds,
    records,
    isKept,
    spareEvent: (eventId) => alive.add(groups.findRoot(eventPrefix + eventId)),
    isRunDead: isDead,
    isEventDead: (eventId) => isDead(eventPrefix + eventId),
  };
}

/** All of a long list, with the event loop let in between: calls and checkpoints are answered meanwhile. */
async function* takeTurns<T>(items: Iterable<T>): AsyncIterable<T> {
  let count = 0;
  for (const item of items) {
    if (++count % turnSize === 0) await new Promise((resolve) => setImmediate(resolve));
    yield item;
  }
}

/** The look at the log takes its time: whoever asked for a run of an old event meanwhile needs that event. */
function spareRevivedWork(state: State, dead: DeadWork): void {
  const runIds = new Set(dead.runIds);
  for (const id of dead.eventIds) {
    const runs = state.events.get(id)?.runs ?? [];
    if (runs.some((runId) => !runIds.has(runId))) dead.spareEvent(id);
  }
}

/**
 * Takes dropped work out of the state, figures included: they count what the log holds, before and after a restart. What
 * came back since it was found stays, and is no longer dead. In one turn, so that nothing comes back in between.
 */
export function forgetWork(state: State, dead: DeadWork): void {
  spareRevivedWork(state, dead);
  for (const id of dead.runIds) {
    const run = state.runs.get(id);
    if (!dead.isRunDead(id) || run === undefined || run.status === "queued" || run.status === "running") continue;
    state.runs.delete(id);
    readCounts(state, run.functionId)[run.status] -= 1;
  }
  for (const id of dead.eventIds) {
    if (!dead.isEventDead(id)) continue;
    const event = state.events.get(id);
    if (event === undefined) continue;
    state.events.delete(id);
    state.receivedCount -= 1;
    for (const functionId of event.skipped) readCounts(state, functionId).skipped -= 1;
    const unmatched = event.fate === "unmatched" ? state.unmatched.get(event.name) : undefined;
    if (unmatched === undefined) continue;
    unmatched.count -= 1;
    if (unmatched.count === 0) state.unmatched.delete(event.name);
  }
  for (const counts of state.counts.values()) counts.lastFinishedAt = null;
  for (const { functionId, finishedAt } of state.runs.values()) {
    if (finishedAt === null) continue;
    const counts = readCounts(state, functionId);
    counts.lastFinishedAt = Math.max(counts.lastFinishedAt ?? 0, finishedAt);
  }
  state.recentFailures = state.recentFailures.filter((id) => state.runs.has(id));
}
