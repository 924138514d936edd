import canonicalize from "canonicalize";
import { systemClock } from "@/lib/core/clock";
import { requestApp } from "./app-request";
import { parseRetryAfterMs } from "./backoff";
import type { CallReply } from "./plan-call";
import { isGatewayAnswer } from "./probe-app";
import type { InngestEvent, JsonValue } from "./protocol";
import { signBody } from "./signing";
import type { Job, Run } from "./state";

export interface Call {
  appUrl: string;
  run: Run;
  job: Job;
  event: InngestEvent;
  /** The lease: checkpoints that carry another one are refused. */
  leaseId: string;
  signingKey: string;
  signal: AbortSignal;
  callTimeoutMs: number;
}

export type CallOutcome =
  | { kind: "replied"; reply: CallReply; isFromSdk: boolean }
  | { kind: "unreachable"; reason: string }
  | { kind: "cut"; reason: string };

/** The body of a call, as JCS-canonical JSON, which is what the SDK checks the signature against. */
function buildBody({ run, job, event, leaseId }: Call): string {
  const body = canonicalize({
    event,
    events: [event],
    steps: Object.fromEntries(run.memos),
    defers: {},
    version: run.version,
    use_api: false,
    ctx: {
      run_id: run.id,
      // Its presence is what turns checkpointing on in the SDK.
      fn_id: run.functionId,
      env: "",
      step_id: job.step,
      attempt: job.attempt,
      max_attempts: run.maxAttempts,
      qi_id: leaseId,
      request_id: leaseId,
      stack: { stack: run.stack, current: run.stack.length },
      disable_immediate_execution: run.pending !== null,
      use_api: false,
    },
  });
  return body ?? "";
}

/** Calls a function in its app, signed, and reads what came of it. */
export async function callFunction(call: Call): Promise<CallOutcome> {
  const { run, job } = call;
  // The app checks the signature's age by its own clock, whatever clock the engine was given.
  const nowMs = systemClock.now().getTime();
  const body = buildBody(call);
  const outcome = await requestApp({
    method: "POST",
    url: `${call.appUrl}?fnId=${encodeURIComponent(run.functionId)}&stepId=${encodeURIComponent(job.step)}`,
    headers: {
      "content-type": "application/json",
      "user-agent": "segno-local-inngest",
      "x-run-id": run.id,
      "x-request-id": call.leaseId,
      "x-inngest-job-id": call.leaseId,
      "x-inngest-req-version": String(run.version),
      "x-inngest-step-id": job.step,
      "x-inngest-signature": signBody(call.signingKey, body, nowMs),
    },
    body,
    signal: call.signal,
    timeoutMs: call.callTimeoutMs,
  });
  if (outcome.kind !== "answered") return outcome;
  const { status, headers, text } = outcome.answer;
  const isFromSdk = headers["x-inngest-sdk"] !== undefined;
  if (isGatewayAnswer(status, headers)) return { kind: "unreachable", reason: `status ${status}` };
  const version = Number(headers["x-inngest-req-version"]);
  const reply: CallReply = {
    status,
    isFinal: headers["x-inngest-no-retry"] === "true",
    retryAfterMs: parseRetryAfterMs(headers["retry-after"], nowMs),
    version: Number.isInteger(version) ? version : undefined,
    body: parseJson(text),
  };
  return { kind: "replied", reply, isFromSdk };
}

export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
