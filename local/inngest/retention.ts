import type { EventLog, StoredEvent } from "@/lib/event-log/log";
import { limits } from "./limits";
import type { Change, Transition } from "./records";

/** Runs that share a record live and die together: a kept record never brings back a run whose end was dropped. */
class RunGroups {
  readonly #parents = new Map<string, string>();

  findRoot(id: string): string {
    let root = id;
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root))
      root = next;
    this.#parents.set(id, root);
    return root;
  }

  join(ids: string[]): void {
    const [first, ...rest] = ids;
    if (first === undefined) return;
    const root = this.findRoot(first);
    for (const id of rest) this.#parents.set(this.findRoot(id), root);
  }

  get ids(): Iterable<string> {
    return this.#parents.keys();
  }
}

function readChanges(record: StoredEvent): Change[] {
  return (record.data as unknown as Transition).changes;
}

/** The runs that a record tells of: those of an event that was replayed later belong to the event's record as well. */
function listRunIds(changes: Change[]): string[] {
  return changes.flatMap((change) => {
    if (change.do === "run.created") return [change.run.id, `event:${change.run.eventId}`];
    if (change.do === "event.received") return [`event:${change.id}`];
    return "runId" in change ? [change.runId] : [];
  });
}

/**
 * Rewrites the log without runs, and the events that made them, whose last sign of life is older than the retention.
 * Unfinished runs, kept events, and the newest registration of each app stay however old they are.
 */
export async function compactLog(log: EventLog, nowMs: number): Promise<void> {
  const groups = new RunGroups();
  const openRuns = new Set<string>();
  const openEvents = new Set<string>();
  const seenAt = new Map<string, number>();
  const syncs = new Map<string, string>();
  for await (const record of log.scan()) {
    const changes = readChanges(record);
    const ids = listRunIds(changes);
    groups.join(ids);
    for (const id of ids) seenAt.set(id, Date.parse(record.time));
    for (const change of changes) {
      if (change.do === "run.created") openRuns.add(change.run.id);
      else if (change.do === "run.finished") openRuns.delete(change.runId);
      else if (change.do === "app.synced") syncs.set(change.url, record.id);
      else if (change.do === "event.received" && change.fate === "kept") openEvents.add(`event:${change.id}`);
      else if (change.do === "event.routed") openEvents.delete(`event:${change.id}`);
    }
  }
  const alive = new Set<string>();
  for (const id of groups.ids) {
    const isRecent = (seenAt.get(id) ?? 0) >= nowMs - limits.retentionMs;
    if (isRecent || openRuns.has(id) || openEvents.has(id)) alive.add(groups.findRoot(id));
  }
  const newestSyncs = new Set(syncs.values());
  const isKept = (record: StoredEvent): boolean => {
    if (newestSyncs.has(record.id)) return true;
    return listRunIds(readChanges(record)).some((id) => alive.has(groups.findRoot(id)));
  };
  let dropped = 0;
  for await (const record of log.scan()) if (!isKept(record)) dropped += 1;
  if (dropped > 0) await log.compact(isKept);
}
