import { computeUnreachableDelayMs } from "./backoff";
import { Calls } from "./calls";
import { CronTicker } from "./cron";
import type { EngineOptions } from "./engine-options";
import { ExpiryReports } from "./expiry-reports";
import { Heap } from "./heap";
import { commitEnd, findClosing, findTimerEnd, planTimer } from "./plan-closing";
import { type ReadyCall, ReadyQueue } from "./ready-queue";
import type { Job } from "./state";

/** Also the pace at which a clock that was set forward is noticed; far below setTimeout's limit of 2^31 ms. */
const maxTimerMs = 5_000;
const minTimerMs = 1;

/** Decides what runs when: due jobs within their limits, timers, cron ticks. The only place that starts calls. */
export class Engine {
  readonly #delayed = new Heap<Job>((a, b) => a.dueAt - b.dueAt);
  readonly #ready = new ReadyQueue();
  readonly #held = new Map<string, { until: number; tries: number; calls: ReadyCall[] }>();
  readonly #work = new Set<Promise<void>>();
  readonly #settledWaiters: (() => void)[] = [];
  readonly #cron: CronTicker;
  readonly #expired: ExpiryReports;
  readonly calls: Calls;
  /** Called when an app answers that had taken no connection: it may be a new version of itself. */
  onAppBack: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosing = false;
  isPaused: boolean;

  constructor(private readonly options: EngineOptions) {
    this.isPaused = options.isPaused;
    this.calls = new Calls(options);
    this.#expired = new ExpiryReports(options.onReport);
    this.#cron = new CronTicker(options, (runId) => this.calls.isCalling(runId));
  }

  /** How many due calls wait for an app that takes no connections. */
  get heldCount(): number {
    return [...this.#held.values()].reduce((sum, { calls }) => sum + calls.length, 0);
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.wake();
  }

  /** Evaluates cron and all timers against the clock now. */
  async tick(): Promise<void> {
    await this.#cron.fireDue();
    this.wake();
    await this.options.journal.flush();
  }

  /** Takes up what the state has become: called after every commit. */
  wake(): void {
    const { journal } = this.options;
    if (this.#isClosing || journal.isHalted) return this.#notifySettled();
    this.#collectDue();
    while (!this.isPaused && this.calls.size < this.options.concurrency) {
      const call = this.#ready.take();
      if (call === undefined) break;
      this.#start(call);
    }
    this.#arm();
    this.#notifySettled();
  }

  /** Resolves when nothing is due and nothing runs. Calls held back by a pause or an absent app do not count. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#settledWaiters.push(resolve);
      this.wake();
    });
  }

  /** An app has answered: what was held back for it is due. */
  releaseApp(appUrl: string): void {
    const held = this.#held.get(appUrl);
    if (held === undefined) return;
    this.#held.delete(appUrl);
    for (const { job, run } of held.calls) this.#ready.push(job, run);
    this.wake();
  }

  /** The apps were registered anew: functions may have moved to another address. */
  releaseAllApps(): void {
    for (const url of [...this.#held.keys()]) this.releaseApp(url);
  }

  /** Claims nothing more, gives running calls a moment to end, then cuts them: they are due again at the next start. */
  async close(drainMs: number): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    await this.calls.drain(drainMs);
    await Promise.allSettled(this.#work);
    this.#notifySettled();
  }

  #now(): number {
    return this.options.clock.now().getTime();
  }

  #collectDue(): void {
    const { state } = this.options.journal;
    const now = this.#now();
    for (const job of state.freshJobs.splice(0)) this.#delayed.push(job);
    for (const [url, { until }] of this.#held) if (until <= now) this.#retryHeld(url);
    for (let job = this.#delayed.peek(); job !== undefined && job.dueAt <= now; job = this.#delayed.peek()) {
      this.#delayed.pop();
      const run = state.runs.get(job.runId);
      if (run === undefined || state.jobs.get(job.id) !== job) continue;
      if (job.kind === "call") this.#ready.push(job, run);
      else this.#track(this.#fireTimer(job));
    }
  }

  #retryHeld(appUrl: string): void {
    const held = this.#held.get(appUrl);
    if (held === undefined) return;
    held.until = Number.POSITIVE_INFINITY;
    for (const { job, run } of held.calls.splice(0)) this.#ready.push(job, run);
  }

  async #fireTimer(job: Job): Promise<void> {
    const { journal } = this.options;
    const run = journal.state.runs.get(job.runId);
    if (run === undefined) return;
    const cancelled = findTimerEnd(job);
    if (cancelled === null) await journal.commit(planTimer(run, job));
    else await commitEnd(journal, run, cancelled, this.#now());
  }

  /** Closes a call that must not be made any more, holds it while its app is away, or makes it. */
  #start(call: ReadyCall): void {
    const { journal } = this.options;
    const { job, run } = call;
    if (journal.state.jobs.get(job.id) !== job) return this.#ready.release(call);
    const closing = findClosing(journal.state, run, job, this.#now());
    if (closing !== null) {
      this.#ready.release(call);
      if (closing.status === "expired") this.#expired.add(run.functionId, closing.error?.name ?? "Expired");
      return this.#track(commitEnd(journal, run, closing, this.#now()));
    }
    const appUrl = journal.state.functions.get(run.functionId)?.appUrl ?? "";
    const held = this.#held.get(appUrl);
    if (held !== undefined && held.until !== Number.POSITIVE_INFINITY) {
      this.#ready.release(call);
      held.calls.push(call);
      return;
    }
    this.#track(this.#makeCall(call, appUrl));
  }

  async #makeCall(call: ReadyCall, appUrl: string): Promise<void> {
    try {
      const outcome = await this.calls.run(call, appUrl);
      if (outcome === "answered") {
        if (this.#held.has(appUrl)) this.onAppBack();
        this.releaseApp(appUrl);
      } else if (outcome !== "aborted") this.#hold(call, appUrl, outcome.reason);
    } finally {
      this.#ready.release(call);
    }
  }

  /** An app that is away is no failing function: the call waits, and no attempt is spent. */
  #hold(call: ReadyCall, appUrl: string, reason: string): void {
    const held = this.#held.get(appUrl) ?? { until: Number.POSITIVE_INFINITY, tries: 0, calls: [] };
    this.#held.set(appUrl, held);
    held.calls.push(call);
    if (held.until !== Number.POSITIVE_INFINITY) return;
    const retryInMs = computeUnreachableDelayMs(held.tries);
    held.tries += 1;
    held.until = this.#now() + retryInMs;
    this.options.onReport({ kind: "app_unreachable", url: appUrl, reason, retryInMs });
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        if (this.options.journal.isHalted) return;
        this.options.onReport({ kind: "halted", reason: error instanceof Error ? error.message : String(error) });
      })
      .finally(() => {
        this.#work.delete(tracked);
        this.wake();
      });
    this.#work.add(tracked);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const now = this.#now();
    const holds = [...this.#held.values()].map(({ until }) => until);
    const nextAt = Math.min(this.#delayed.peek()?.dueAt ?? Number.POSITIVE_INFINITY, this.#cron.nextAt(now), ...holds);
    const delayMs = Math.min(maxTimerMs, Math.max(minTimerMs, nextAt - now));
    this.#timer = setTimeout(() => this.#track(this.#cron.fireDue()), delayMs);
    this.#timer.unref();
  }

  #notifySettled(): void {
    const isBusy = this.#work.size > 0 || (!this.isPaused && this.#ready.hasReady);
    if (isBusy && !this.#isClosing) return;
    this.#expired.flush();
    for (const resolve of this.#settledWaiters.splice(0)) resolve();
  }
}
