import { z } from "zod";
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

/** A call that was cut off after it was accepted: it may have had effects, so it counts as an attempt. */
export function planCutCall(context: CallContext, reason: string): Change[] {
  const reply = { isFinal: false, retryAfterMs: undefined };
  const error = { name: "ConnectionLost", message: `The app ended the call without an answer (${reason}).` };
  return [...planStart(context), ...planRetry(context, reply, error)];
}
