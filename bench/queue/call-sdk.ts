import { callFunction } from "@/local/inngest/caller";
import { createUlid } from "@/local/inngest/event-ids";
import type { JsonObject } from "@/local/inngest/protocol";
import type { Job, Run } from "@/local/inngest/state";
import { keys } from "./orders";

/** One signed call of a function of the app, awaited to its end, of which nothing is kept: what the SDK alone takes. */
export async function callSdk(appUrl: string, name: string, data: JsonObject): Promise<void> {
  const nowMs = Date.now();
  const id = createUlid(nowMs);
  const functionId = `bench-${name}`;
  const run = { id, functionId, version: -1, maxAttempts: 1, memos: new Map(), stack: [], pending: null };
  const job = { id, runId: id, kind: "call", step: "step", attempt: 0, dueAt: nowMs };
  const outcome = await callFunction({
    ...{ appUrl, run: run as unknown as Run, job: job as Job, leaseId: id, signingKey: keys.signingKey },
    ...{ event: { id, name: `bench/${name}`, data, ts: nowMs } },
    ...{ signal: new AbortController().signal, callTimeoutMs: 60_000 },
  });
  if (outcome.kind !== "replied" || outcome.reply.status >= 300) {
    throw new Error(`The app did not run the function: ${JSON.stringify(outcome)}`);
  }
}
