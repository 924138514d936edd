import { z } from "zod";
import { computeUnreachableDelayMs } from "./backoff";
import { limits } from "./limits";
import { type CallContext, type CallReply, planEnd, planRetry, planStart } from "./plan-call";
import { planOperations } from "./plan-operations";
import { operationSchema, type RunError, toRunError } from "./protocol";
import type { Change } from "./records";

const operationsSchema = z.union([z.array(operationSchema), operationSchema.transform((one) => [one])]);

/** What a reply changes. 206: operations; 200: the result; anything else: an error, tried again while attempts are left. */
export function planReply(context: CallContext, reply: CallReply): Change[] {
  const { run } = context;
  const changes = planStart(context);
  if (reply.status === 206) {
    const parsed = operationsSchema.safeParse(reply.body);
    if (!parsed.success) return [...changes, ...planRetry(context, reply, brokenReply)];
    if (run.version === -1) changes.push({ do: "run.versioned", runId: run.id, version: reply.version ?? 2 });
    return [...changes, ...planOperations(context, reply, parsed.data)];
  }
  if (reply.status === 200) {
    return [...changes, ...planEnd(context, { status: "completed", output: reply.body ?? null })];
  }
  const error = toRunError(reply.body, `The app answered with the status ${reply.status}.`);
  return [...changes, ...planRetry(context, reply, error)];
}

const brokenReply: RunError = { name: "ProtocolError", message: "The app's reply is not a list of operations." };

/**
 * A call that was accepted and never answered. It may have had effects, and it may be what kills the app, so it counts as
 * an attempt; but nothing is wrong with the function, so it is made again at once, by another process where there is one.
 * After too many in a row the run is parked as failed, whatever attempts are left.
 */
export function planLostCall(context: CallContext, reason: string): Change[] {
  const losses = (context.job.losses ?? 0) + 1;
  const isPoison = losses >= limits.lostCalls;
  const message = `The app took the call and gave no answer (${reason})${isPoison ? `, ${losses} times in a row` : ""}.`;
  const reply = { isFinal: isPoison, retryAfterMs: computeUnreachableDelayMs(losses - 1) };
  const retried = planRetry(context, reply, { name: "ConnectionLost", message });
  return [
    ...planStart(context),
    ...retried.map((change) => (change.do === "job.retried" ? { ...change, isLost: true } : change)),
  ];
}
