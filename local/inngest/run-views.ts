import { AppError, notFound } from "@/lib/core/errors";
import { planRun } from "./create-run";
import type { Journal } from "./journal";
import type { Run } from "./state";

const statusNames = {
  queued: "Queued",
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
  expired: "Expired",
} as const;

function formatTime(instantMs: number | null): string | null {
  return instantMs === null ? null : new Date(instantMs).toISOString();
}

/** A run as `GET /v1/runs/:id` of the real service answers it, with our own `Expired` beside its states. */
export async function readRunView(journal: Journal, runId: string) {
  const run = journal.state.runs.get(runId);
  if (run === undefined) throw notFound("run");
  const result = run.status === "completed" ? await journal.readOutput(run.id) : run.error;
  return {
    run_id: run.id,
    function_id: run.functionId,
    event_id: run.eventId,
    event_name: run.eventName,
    status: statusNames[run.status],
    run_started_at: formatTime(run.startedAt ?? run.createdAt),
    created_at: formatTime(run.createdAt),
    ended_at: formatTime(run.finishedAt),
    attempt: run.lastAttempt,
    steps_done: run.stack.length,
    output: result ?? null,
  };
}

export async function readEventView(journal: Journal, eventId: string) {
  const info = journal.state.events.get(eventId);
  const event = info && (await journal.readEvent(eventId));
  if (info === undefined || event === undefined) throw notFound("event");
  return { internal_id: info.id, received_at: formatTime(info.receivedAt), ...event };
}

export async function readEventRuns(journal: Journal, eventId: string) {
  const info = journal.state.events.get(eventId);
  if (info === undefined) throw notFound("event");
  return Promise.all(info.runs.map((runId) => readRunView(journal, runId)));
}

const replayable: Run["status"][] = ["failed", "expired", "cancelled"];

/** Starts a new run with the event of one that did not end well. @throws AppError not_found, conflict. */
export async function replayRun(journal: Journal, runId: string, nowMs: number): Promise<string> {
  const eventId = journal.state.runs.get(runId)?.eventId;
  const event = eventId === undefined ? undefined : await journal.readEvent(eventId);
  // Looked up again: it may have been forgotten while its event was read. From here to the commit all is one turn.
  const run = journal.state.runs.get(runId);
  if (run === undefined || event === undefined) throw notFound("run");
  if (!replayable.includes(run.status)) {
    throw new AppError(
      "conflict",
      "run_not_replayable",
      `The run is ${run.status}; only failed, expired or cancelled ones replay.`,
    );
  }
  const spec = journal.state.functions.get(run.functionId);
  if (spec === undefined) {
    throw new AppError("conflict", "function_not_registered", `No app serves the function "${run.functionId}" now.`);
  }
  const created = planRun(journal.state, { spec, eventId: run.eventId, event, nowMs, isReplay: true });
  const last = created.at(-1);
  if (last?.do !== "run.created") {
    throw new AppError("conflict", "run_skipped", "Another run of this singleton is not finished yet.");
  }
  await journal.commit(created);
  return last.run.id;
}
