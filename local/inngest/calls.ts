import { setMaxListeners } from "node:events";
import { callFunction } from "./caller";
import type { EngineOptions } from "./engine-options";
import { createUlid } from "./event-ids";
import { planFinish } from "./finish-run";
import { limits } from "./limits";
import { type CallContext, type CallReply, planStart } from "./plan-call";
import { planCutCall, planReply } from "./plan-reply";
import type { Operation } from "./protocol";
import type { ReadyCall } from "./ready-queue";
import type { Change } from "./records";
import { isFinished } from "./state";

interface Lease {
  call: ReadyCall;
  claimedAt: number;
}

export type CheckpointVerdict = "saved" | "stale" | "refused";

/** The calls in flight. Leases live in memory only: after a restart every one of them is stale. */
export class Calls {
  readonly #leases = new Map<string, Lease>();
  readonly #abort = new AbortController();
  readonly #idleWaiters: (() => void)[] = [];

  constructor(private readonly options: EngineOptions) {
    // One listener a call in flight, which is no leak.
    setMaxListeners(0, this.#abort.signal);
  }

  get size(): number {
    return this.#leases.size;
  }

  list(): { runId: string; functionId: string; step: string; attempt: number; sinceMs: number }[] {
    return [...this.#leases.values()].map(({ call: { job, run }, claimedAt }) => {
      return { runId: run.id, functionId: run.functionId, step: job.step, attempt: job.attempt, sinceMs: claimedAt };
    });
  }

  isCalling(runId: string): boolean {
    return [...this.#leases.values()].some(({ call }) => call.run.id === runId);
  }

  /** Makes one call and commits what came of it. */
  async run(call: ReadyCall, appUrl: string): Promise<"answered" | "aborted" | { reason: string }> {
    const { job, run } = call;
    const { journal, signingKey } = this.options;
    const leaseId = createUlid(Date.now());
    const claimedAt = this.#now();
    this.#leases.set(leaseId, { call, claimedAt });
    try {
      const event = await journal.readEvent(run.eventId);
      await journal.flush();
      if (isFinished(run)) return "aborted";
      if (event === undefined) {
        const error = { name: "EventMissing", message: "The event of this run is not in the log." };
        await journal.commit(planFinish(run, { status: "failed", error }));
        return "aborted";
      }
      const signal = this.#abort.signal;
      const outcome = await callFunction({ appUrl, run, job, event, leaseId, signingKey, signal });
      if (signal.aborted) return "aborted";
      if (outcome.kind === "unreachable") return { reason: outcome.reason };
      if (isFinished(run)) return "answered";
      const context = { state: journal.state, run, job, event, nowMs: this.#now(), claimedAt };
      if (outcome.kind === "cut") await this.#commit(context, planCutCall(context, outcome.reason));
      else await this.#settle(context, outcome.reply, outcome.isFromSdk);
      return "answered";
    } finally {
      this.#leases.delete(leaseId);
      if (this.#leases.size === 0) for (const resolve of this.#idleWaiters.splice(0)) resolve();
    }
  }

  /** Keeps the steps that a running call has finished. stale: the call is not ours (any more), the SDK must stop. */
  async checkpoint(runId: string, leaseId: string, operations: Operation[]): Promise<CheckpointVerdict> {
    const lease = this.#leases.get(leaseId);
    if (lease === undefined || lease.call.run.id !== runId || isFinished(lease.call.run)) return "stale";
    const { run } = lease.call;
    const bytes = operations.map(({ data }) => Buffer.byteLength(JSON.stringify(data ?? null)));
    const isTooMuch =
      run.memos.size + operations.length > limits.stepsPerRun ||
      bytes.some((size) => size > limits.stepOutputBytes) ||
      bytes.reduce((sum, size) => sum + size, run.memoBytes) > limits.runStateBytes;
    // Refused steps come back in the call's reply, where they end the run with a reason.
    if (isTooMuch || operations.some(({ op }) => op !== "StepRun")) return "refused";
    const saved = operations.map(({ id, data }): Change => {
      return { do: "memo.saved", runId, op: id, value: { data: data ?? null }, isInCall: true };
    });
    await this.options.journal.commit([...planStart({ run, claimedAt: lease.claimedAt }), ...saved]);
    return "saved";
  }

  /** Waits for running calls, at most for `drainMs`, then cuts them. */
  async drain(drainMs: number): Promise<void> {
    if (this.#leases.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const isOver = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, drainMs);
    });
    await Promise.race([isOver, new Promise<void>((resolve) => this.#idleWaiters.push(resolve))]);
    clearTimeout(timer);
    this.#abort.abort();
  }

  async #settle(context: CallContext, reply: CallReply, isFromSdk: boolean): Promise<void> {
    if (!isFromSdk || reply.status === 401) {
      this.options.onReport({ kind: "call_rejected", functionId: context.run.functionId, status: reply.status });
    }
    // The SDK gave up since its checkpoint was stale; the run is this call's all the same, so it is called again.
    const isStale = reply.isFinal && isStaleDispatch(reply);
    await this.#commit(context, isStale ? planCutCall(context, "stale dispatch") : planReply(context, reply));
  }

  async #commit(context: CallContext, changes: Change[]): Promise<void> {
    const { run } = context;
    const { journal, onReport } = this.options;
    await journal.commit(changes);
    if (run.status === "failed") {
      const error = run.error === null ? "" : `${run.error.name}: ${run.error.message}`;
      onReport({ kind: "run_failed", runId: run.id, functionId: run.functionId, error });
    }
  }

  #now(): number {
    return this.options.clock.now().getTime();
  }
}

function isStaleDispatch({ body }: CallReply): boolean {
  return body !== null && typeof body === "object" && !Array.isArray(body) && body.name === "StaleDispatchError";
}
