import { planAnnouncedFinish } from "./announce-finish";
import { computeBackoffMs } from "./backoff";
import type { RunResult } from "./finish-run";
import { limits } from "./limits";
import type { InngestEvent, JsonValue, RunError } from "./protocol";
import type { Change } from "./records";
import type { Job, Run, State } from "./state";

/** What an app answered to a call: `retryAfterMs` is clamped already, `body` is undefined when it was not JSON. */
export interface CallReply {
  status: number;
  isFinal: boolean;
  retryAfterMs: number | undefined;
  version: number | undefined;
  body: JsonValue | undefined;
}

/** All that a decision about one call needs to know. */
export interface CallContext {
  state: State;
  run: Run;
  job: Job;
  event: InngestEvent;
  nowMs: number;
  claimedAt: number;
}

/** The first call of a run starts it. */
export function planStart(context: Pick<CallContext, "run" | "claimedAt">): Change[] {
  const { run, claimedAt } = context;
  return run.startedAt === null ? [{ do: "run.started", runId: run.id, startedAt: claimedAt }] : [];
}

export function canRetry({ run, job }: CallContext, reply: { isFinal: boolean }): boolean {
  return !reply.isFinal && job.attempt + 1 < run.maxAttempts;
}

/** The same job once more, later; or the end of the run as failed. */
export function planRetry(
  context: CallContext,
  reply: Pick<CallReply, "isFinal" | "retryAfterMs">,
  error: RunError,
): Change[] {
  if (!canRetry(context, reply)) return planEnd(context, { status: "failed", error });
  const { job, run, nowMs } = context;
  const dueAt = nowMs + (reply.retryAfterMs ?? computeBackoffMs(job.attempt));
  return [{ do: "job.retried", jobId: job.id, runId: run.id, attempt: job.attempt + 1, dueAt, error }];
}

export function planEnd(context: CallContext, result: RunResult): Change[] {
  const { state, run, event, nowMs } = context;
  const bytes = result.output === undefined ? 0 : Buffer.byteLength(JSON.stringify(result.output));
  if (bytes <= limits.stepOutputBytes) return planAnnouncedFinish(state, run, event, result, nowMs);
  const error = { name: "OutputTooLarge", message: `The result has ${bytes} bytes; at most 4 MB are kept.` };
  return planAnnouncedFinish(state, run, event, { status: "failed", error }, nowMs);
}
