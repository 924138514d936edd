import { callFunction } from "./caller";
import type { EngineOptions } from "./engine-options";
import { createUlid } from "./event-ids";
import { planFinish } from "./finish-run";
import { limits } from "./limits";
import { type CallContext, type CallReply, planStart } from "./plan-call";
import { planLostCall, planReply } from "./plan-reply";
import type { Operation } from "./protocol";
import type { ReadyCall } from "./ready-call";
import type { Change } from "./records";
import { isFinished, type Job } from "./state";

interface Lease {
  call: ReadyCall;
  appUrl: string;
  onReturned: () => void;
  claimedAt: number;
  abort: AbortController;
}

export type CheckpointVerdict = "saved" | "stale" | "refused";
/** aborted: nothing came of it, the server is closing or the run has ended. */
export type CallEnd = { kind: "answered" | "lost" | "aborted" } | { kind: "unreachable"; reason: string };

export interface RunningCall {
  runId: string;
  functionId: string;
  step: string;
  attempt: number;
  job: Job;
  sinceMs: number;
  appUrl: string;
}

/** The calls in flight. Leases live in memory only: after a restart every one of them is stale. */
export class Calls {
  readonly #leases = new Map<string, Lease>();
  readonly #callsByRun = new Map<string, number>();
  readonly #idleWaiters: (() => void)[] = [];
  #isClosing = false;
  /** Called when a running call gives a sign of life. */
  onSign: (appUrl: string) => void = () => undefined;

  constructor(private readonly options: EngineOptions) {}

  get size(): number {
    return this.#leases.size;
  }

  list(): RunningCall[] {
    return [...this.#leases.values()].map(({ call: { job, run }, claimedAt, appUrl }) => {
      const { step, attempt } = job;
      return { runId: run.id, functionId: run.functionId, step, attempt, job, sinceMs: claimedAt, appUrl };
    });
  }

  isCalling(runId: string): boolean {
    return this.#callsByRun.has(runId);
  }

  /** Makes one call and commits what came of it. `onReturned`: the process is done with it, the commit is still to come. */
  async run(call: ReadyCall, appUrl: string, onReturned: () => void): Promise<CallEnd> {
    const leaseId = createUlid(Date.now());
    const lease = { call, appUrl, onReturned, claimedAt: this.#now(), abort: new AbortController() };
    this.#leases.set(leaseId, lease);
    this.#countRun(call.run.id, 1);
    try {
      return await this.#make(leaseId, lease);
    } finally {
      this.#leases.delete(leaseId);
      this.#countRun(call.run.id, -1);
      if (this.#leases.size === 0) for (const resolve of this.#idleWaiters.splice(0)) resolve();
    }
  }

  /** Keeps the steps that a running call has finished. stale: the call is not ours (any more), the SDK must stop. */
  async checkpoint(runId: string, leaseId: string, operations: Operation[]): Promise<CheckpointVerdict> {
    const lease = this.#leases.get(leaseId);
    if (lease === undefined || lease.call.run.id !== runId || isFinished(lease.call.run)) return "stale";
    this.onSign(lease.appUrl);
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

  /** Gives up the calls that an app holds: what it still reports of them is stale, and the jobs are due again. */
  revoke(appUrl: string): void {
    for (const [leaseId, lease] of this.#leases) {
      if (lease.appUrl !== appUrl) continue;
      this.#leases.delete(leaseId);
      lease.abort.abort();
    }
  }

  /** Waits for running calls, at most for `drainMs`, then cuts them. */
  async drain(drainMs: number): Promise<void> {
    if (this.#leases.size > 0) {
      let timer: NodeJS.Timeout | undefined;
      const isOver = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, drainMs);
      });
      await Promise.race([isOver, new Promise<void>((resolve) => this.#idleWaiters.push(resolve))]);
      clearTimeout(timer);
    }
    this.#isClosing = true;
    for (const { abort } of this.#leases.values()) abort.abort();
  }

  async #make(leaseId: string, { call, appUrl, onReturned, claimedAt, abort }: Lease): Promise<CallEnd> {
    const { job, run } = call;
    const { journal, signingKey, callTimeoutMs } = this.options;
    const event = await journal.readEvent(run.eventId);
    await journal.flush();
    if (isFinished(run) || this.#isClosing) return { kind: "aborted" };
    if (event === undefined) {
      const error = { name: "EventMissing", message: "The event of this run is not in the log." };
      await journal.commit(planFinish(run, { status: "failed", error }));
      return { kind: "aborted" };
    }
    const { signal } = abort;
    const outcome = await callFunction({ appUrl, run, job, event, leaseId, signingKey, signal, callTimeoutMs });
    onReturned();
    if (this.#isClosing) return { kind: "aborted" };
    const isRevoked = signal.aborted;
    if (outcome.kind === "unreachable" && !isRevoked) return { kind: "unreachable", reason: outcome.reason };
    const end: CallEnd = { kind: outcome.kind === "replied" && !isRevoked ? "answered" : "lost" };
    if (isFinished(run)) return end;
    const context = { state: journal.state, run, job, event, nowMs: this.#now(), claimedAt };
    if (isRevoked) await this.#commit(context, planLostCall(context, "the app does not answer"));
    else if (outcome.kind === "replied") await this.#settle(context, outcome.reply, outcome.isFromSdk);
    else await this.#commit(context, planLostCall(context, outcome.reason));
    return end;
  }

  async #settle(context: CallContext, reply: CallReply, isFromSdk: boolean): Promise<void> {
    if (!isFromSdk || reply.status === 401) {
      this.options.onReport({ kind: "call_rejected", functionId: context.run.functionId, status: reply.status });
    }
    // The SDK gave up since its checkpoint was stale; the run is this call's all the same, so it is called again.
    const isStale = reply.isFinal && isStaleDispatch(reply);
    await this.#commit(context, isStale ? planLostCall(context, "stale dispatch") : planReply(context, reply));
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

  #countRun(runId: string, change: 1 | -1): void {
    const count = (this.#callsByRun.get(runId) ?? 0) + change;
    if (count > 0) this.#callsByRun.set(runId, count);
    else this.#callsByRun.delete(runId);
  }

  #now(): number {
    return this.options.clock.now().getTime();
  }
}

function isStaleDispatch({ body }: CallReply): boolean {
  return body !== null && typeof body === "object" && !Array.isArray(body) && body.name === "StaleDispatchError";
}
