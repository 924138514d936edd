import { planAnnouncedFinish } from "./announce-finish";
import type { RunResult } from "./finish-run";
import type { Journal } from "./journal";
import type { JsonValue } from "./protocol";
import type { Change } from "./records";
import { isFinished, type Job, type Run, type State } from "./state";

/** Why a due call must not be made, or null when it may. */
export function findClosing(state: State, run: Run, nowMs: number): RunResult | null {
  const isFirst = run.startedAt === null;
  if (run.expiresAt !== null && nowMs > run.expiresAt) {
    return close("expired", "Expired", `data.expiresAt passed at ${new Date(run.expiresAt).toISOString()}.`);
  }
  if (isFirst && run.startBy !== null && nowMs > run.startBy) {
    return close("expired", "StartTimeout", "The run was not started within timeouts.start.");
  }
  if (run.startedAt !== null && run.finishMs !== null && nowMs > run.startedAt + run.finishMs) {
    return close("cancelled", "FinishTimeout", "The run was not finished within timeouts.finish.");
  }
  if (!state.functions.has(run.functionId)) {
    return close("failed", "FunctionNotRegistered", `No app serves the function "${run.functionId}" any more.`);
  }
  return null;
}

function close(status: RunResult["status"], name: string, message: string): RunResult {
  return { status, error: { name, message } };
}

/** Ends a run with what its event's payload is needed for. */
export async function commitEnd(journal: Journal, run: Run, result: RunResult, nowMs: number): Promise<void> {
  const event = await journal.readEvent(run.eventId);
  // Decided and applied in one breath: between them nothing else may come.
  if (!isFinished(run)) await journal.commit(planAnnouncedFinish(journal.state, run, event, result, nowMs));
}

/** The end of a run that a due timer brings, or null when it only ends a step. */
export function findTimerEnd(job: Job): RunResult | null {
  if (job.kind !== "deadline") return null;
  return close("cancelled", "FinishTimeout", "The run was not finished within timeouts.finish.");
}

/** What a due timer of a step changes: a sleep ends, a wait or an invocation times out. */
export function planTimer(run: Run, job: Job): Change[] {
  const timedOut: JsonValue = {
    error: { name: "InvokeTimeoutError", message: "The invoked run did not end in time." },
  };
  const value = job.kind === "invoke_timeout" ? timedOut : null;
  return [
    { do: "job.removed", jobId: job.id, runId: run.id },
    { do: "memo.saved", runId: run.id, op: job.step, value, isInCall: false },
  ];
}
