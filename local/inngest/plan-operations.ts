import { AppError } from "@/lib/core/errors";
import { planRun } from "./create-run";
import { parseInstantMs } from "./durations";
import { createUlid } from "./event-ids";
import { bindCondition, type Condition, parseCondition } from "./expressions";
import { limits } from "./limits";
import { type CallContext, type CallReply, canRetry, planEnd, planRetry } from "./plan-call";
import {
  type InngestEvent,
  type JsonObject,
  type JsonValue,
  type Operation,
  systemEvents,
  toRunError,
} from "./protocol";
import type { Change } from "./records";

/**
 * What the operations of a 206 reply change, as one transition. Several at once are a parallel group: each is run by a
 * call of its own, and the function is asked again when all are done.
 */
export function planOperations(context: CallContext, reply: CallReply, given: Operation[]): Change[] {
  const { run, job } = context;
  const operations = given.filter(({ op }) => !op.startsWith("Defer"));
  const refused = given.find(({ op }) => op.startsWith("Defer") || !Object.hasOwn(planners, op));
  if (refused !== undefined) return planRefusal(context, `${refused.op} operations are not built here.`);
  if (run.memos.size + operations.length > limits.stepsPerRun) {
    return planRefusal(context, `A run has at most ${limits.stepsPerRun} steps.`);
  }
  const changes: Change[] = [];
  // A race shows its losers again and again while they are open: they are no part of what comes after it.
  const found = operations.filter(({ id }) => !run.planned.has(id) && !run.memos.has(id));
  if (found.length > 1) {
    const races = found.filter(({ opts }) => opts?.parallelMode === "race").map(({ id }) => id);
    const ops = found.map(({ id }) => id).filter((id) => !races.includes(id));
    changes.push({ do: "run.forked", runId: run.id, ops, races });
  }
  // Waits go first, so that an event sent by a sibling step finds them.
  operations.sort((a, b) => Number(b.op === "WaitForEvent") - Number(a.op === "WaitForEvent"));
  const planned = operations.flatMap((operation) => planners[operation.op]?.(context, operation, reply) ?? []);
  const isJobOver = !planned.some((change) => change.do === "job.retried");
  if (isJobOver) changes.push({ do: "job.removed", jobId: job.id, runId: run.id });
  return [...changes, ...planned];
}

function planRefusal(context: CallContext, message: string): Change[] {
  return planEnd(context, { status: "failed", error: { name: "NotSupported", message } });
}

type Planner = (context: CallContext, operation: Operation, reply: CallReply) => Change[];

const planners: Record<string, Planner> = {
  StepRun: planStepResult,
  StepError: (context, operation, reply) => {
    const error = toRunError(operation.error, "The step failed.");
    return canRetry(context, reply) ? planRetry(context, reply, error) : planStepFailure(context, operation);
  },
  StepFailed: planStepFailure,
  StepPlanned: ({ run }, { id }) => [{ do: "step.planned", runId: run.id, op: id }],
  Sleep: planSleep,
  WaitForEvent: planWait,
  InvokeFunction: planInvoke,
  RunComplete: (context, { data }) => planEnd(context, { status: "completed", output: data ?? null }),
  DiscoveryRequest: ({ run }) => {
    const jobId = `${run.id}:again:${run.stack.length}`;
    return [{ do: "job.added", jobId, runId: run.id, step: "step" }];
  },
};

/** The memo of a step that ended well, or the end of a run whose state grew too large. */
export function planStepResult(context: CallContext, { id, data }: Operation): Change[] {
  const value: JsonValue = { data: data ?? null };
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > limits.stepOutputBytes)
    return planRefusal(context, `A step's result has at most 4 MB, not ${bytes} bytes.`);
  if (context.run.memoBytes + bytes > limits.runStateBytes)
    return planRefusal(context, "A run's state has at most 32 MB.");
  return [{ do: "memo.saved", runId: context.run.id, op: id, value, isInCall: false }];
}

function planStepFailure({ run }: CallContext, { id, error }: Operation): Change[] {
  const value: JsonValue = { error: toRunError(error, "The step failed.") };
  return [{ do: "memo.saved", runId: run.id, op: id, value, isInCall: false }];
}

function planSleep(context: CallContext, { id, name, opts }: Operation): Change[] {
  const text = typeof opts?.duration === "string" ? opts.duration : (name ?? "");
  const until = parseInstantMs(text, context.nowMs);
  if (until === undefined) return planRefusal(context, `"${text}" is neither a duration nor a date to sleep until.`);
  return [{ do: "sleep.began", runId: context.run.id, op: id, until }];
}

function planWait(context: CallContext, { id, name, opts }: Operation): Change[] {
  const { run, event, nowMs } = context;
  const eventName = typeof opts?.event === "string" ? opts.event : (name ?? "");
  let condition: Condition | null = [];
  try {
    if (typeof opts?.if === "string") condition = bindCondition(parseCondition(opts.if), event);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return planRefusal(context, error.message);
  }
  const until = typeof opts?.timeout === "string" ? (parseInstantMs(opts.timeout, nowMs) ?? null) : null;
  return [{ do: "wait.began", runId: run.id, op: id, event: eventName, condition, until }];
}

function planInvoke(context: CallContext, { id: op, opts }: Operation): Change[] {
  const { state, run, nowMs } = context;
  if (run.planned.has(op) || run.memos.has(op)) return [];
  const functionId = typeof opts?.function_id === "string" ? opts.function_id : "";
  const spec = state.functions.get(functionId);
  if (spec === undefined) return planInvokeFailure(run.id, op, `No function "${functionId}" is registered here.`);
  const until = typeof opts?.timeout === "string" ? (parseInstantMs(opts.timeout, nowMs) ?? null) : null;
  const eventId = createUlid(nowMs);
  const event: InngestEvent = { id: eventId, name: systemEvents.invoked, ts: nowMs, data: readPayload(opts) };
  const child = planRun(state, { spec, eventId, event, nowMs, parent: { runId: run.id, op } });
  if (child.at(-1)?.do !== "run.created") {
    return [...child, ...planInvokeFailure(run.id, op, "The run was skipped by its key.")];
  }
  return [
    { do: "invoke.began", runId: run.id, op, until },
    { do: "event.received", id: eventId, event, source: "engine", fate: "routed" },
    ...child,
  ];
}

function planInvokeFailure(runId: string, op: string, message: string): Change[] {
  const value: JsonValue = { error: { name: "InvokeError", message } };
  return [{ do: "memo.saved", runId, op, value, isInCall: false }];
}

function readPayload(opts: JsonObject | null | undefined): JsonObject {
  const payload = opts?.payload;
  if (payload === null || typeof payload !== "object" || Array.isArray(payload)) return {};
  const { data } = payload;
  return data !== null && typeof data === "object" && !Array.isArray(data) ? data : {};
}
