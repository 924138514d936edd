import { AppPool } from "./app-pool";
import { computeUnreachableDelayMs } from "./backoff";
import { Calls } from "./calls";
import { CronTicker } from "./cron";
import type { EngineOptions } from "./engine-options";
import { ExpiryReports } from "./expiry-reports";
import { Heap } from "./heap";
import { limits } from "./limits";
import { commitEnd, findClosing, findTimerEnd, planTimer } from "./plan-closing";
import { probeApp } from "./probe-app";
import type { ReadyCall } from "./ready-call";
import { ReadyQueue } from "./ready-queue";
import type { Change } from "./records";
import { isCurrent, type Job } from "./state";
import { ThrottleGate } from "./throttle-gate";

/** Also the pace at which a clock that was set forward is noticed; far below setTimeout's limit of 2^31 ms. */
const maxTimerMs = 5_000;
const minTimerMs = 1;
/** What one function may take of the places, so that slow work of one leaves room for the others. */
export const FUNCTION_SHARE = 0.75;

/** Decides what runs when: due jobs within their limits, timers, cron ticks. The only place that starts calls. */
export class Engine {
  readonly #delayed = new Heap<Job>((a, b) => a.dueAt - b.dueAt);
  readonly #ready = new ReadyQueue();
  readonly #gate = new ThrottleGate();
  readonly #work = new Set<Promise<void>>();
  readonly #settledWaiters: (() => void)[] = [];
  readonly #cron: CronTicker;
  readonly #expired: ExpiryReports;
  readonly calls: Calls;
  readonly pool: AppPool;
  /** Called when an app answers that had taken no connection: it may be a new version of itself. */
  onAppBack: () => void = () => undefined;
  /** Called with every look at the clock. */
  onTick: (nowMs: number) => Promise<void> = () => Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isClosing = false;
  isPaused: boolean;

  constructor(private readonly options: EngineOptions) {
    const { isPaused, onReport, probeEveryMs, signingKey } = options;
    this.isPaused = isPaused;
    this.calls = new Calls(options);
    this.#expired = new ExpiryReports(onReport);
    this.#cron = new CronTicker(options, (runId) => this.calls.isCalling(runId));
    this.pool = new AppPool({
      probe: (url) => probeApp({ url, signingKey, timeoutMs: probeEveryMs }),
      probeEveryMs,
      silentProbes: limits.silentProbes,
      computeDelayMs: computeUnreachableDelayMs,
      onUp: () => {
        this.onAppBack();
        this.wake();
      },
      onDown: (url, reason, retryInMs) => onReport({ kind: "app_unreachable", url, reason, retryInMs }),
      onStalled: (url) => this.calls.revoke(url),
    });
    this.calls.onSign = (url) => this.pool.noteSign(url);
  }

  /** How many due calls wait for an app that does not answer. */
  get heldCount(): number {
    return this.#ready.countReady((functionId) => this.#isAway(functionId));
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.wake();
  }

  /** Evaluates cron and all timers against the clock now, and asks apps that do not answer. */
  async tick(): Promise<void> {
    await this.#look();
    await this.pool.probeDown();
    this.wake();
    await this.options.journal.flush();
  }

  /** Takes up what the state has become: called after every commit. */
  wake(): void {
    const { journal, concurrency } = this.options;
    if (this.#isClosing || journal.isHalted || journal.isBlocked) return this.#notifySettled();
    this.#collectDue();
    const mayRun = (functionId: string) => this.#mayRun(functionId);
    while (!this.isPaused && this.calls.size < concurrency) {
      const call = this.#ready.take(mayRun);
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

  /** Claims nothing more, gives running calls a moment to end, then cuts them: they are due again at the next start. */
  async close(drainMs: number): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    this.pool.close();
    await this.calls.drain(drainMs);
    await Promise.allSettled(this.#work);
    this.#notifySettled();
  }

  #now(): number {
    return this.options.clock.now().getTime();
  }

  #isAway(functionId: string): boolean {
    const urls = this.options.journal.state.servers.get(functionId);
    return urls !== undefined && this.pool.pick(urls) === undefined;
  }

  /** A function that nobody serves any more is taken up as well: its runs end. */
  #isOpen(functionId: string): boolean {
    return !this.options.journal.state.pausedFunctions.has(functionId) && !this.#isAway(functionId);
  }

  #mayRun(functionId: string): boolean {
    const places = Math.ceil(this.options.concurrency * FUNCTION_SHARE);
    return this.#ready.countRunning(functionId) < places && this.#isOpen(functionId);
  }

  #collectDue(): void {
    const { state } = this.options.journal;
    const now = this.#now();
    for (const job of state.freshJobs.splice(0)) this.#delayed.push(job);
    for (const call of this.#gate.takeDue(state, now)) this.#ready.pushBack(call);
    for (let job = this.#delayed.peek(); job !== undefined && job.dueAt <= now; job = this.#delayed.peek()) {
      this.#delayed.pop();
      const run = state.runs.get(job.runId);
      if (run === undefined || !isCurrent(state, job)) continue;
      if (job.kind === "call") this.#ready.push(job, run);
      else this.#track(this.#fireTimer(job));
    }
  }

  async #fireTimer(job: Job): Promise<void> {
    const { journal } = this.options;
    const run = journal.state.runs.get(job.runId);
    if (run === undefined) return;
    const cancelled = findTimerEnd(job);
    if (cancelled === null) await journal.commit(planTimer(run, job));
    else await commitEnd(journal, run, cancelled, this.#now());
  }

  /** Closes a call that must not be made any more, parks it while it is too early, or makes it. */
  #start(call: ReadyCall): void {
    const { journal } = this.options;
    const { job, run } = call;
    const now = this.#now();
    if (!isCurrent(journal.state, job)) return this.#ready.release(call);
    const closing = findClosing(journal.state, run, now);
    if (closing !== null) {
      this.#ready.release(call);
      if (closing.status === "expired") this.#expired.add(run.functionId, closing.error?.name ?? "Expired");
      return this.#track(commitEnd(journal, run, closing, now));
    }
    if (!this.#gate.admit(journal.state, call, now)) return this.#ready.release(call);
    const appUrl = this.pool.pick(journal.state.servers.get(run.functionId) ?? []);
    if (appUrl === undefined) {
      this.#ready.release(call);
      return this.#ready.pushBack(call);
    }
    this.#track(this.#makeCall(call, appUrl));
  }

  async #makeCall(call: ReadyCall, appUrl: string): Promise<void> {
    const { journal } = this.options;
    const { run } = call;
    const leaveApp = this.pool.begin(appUrl);
    try {
      const admission = run.throttle === null || run.isAdmitted ? null : this.#now();
      const end = this.calls.run(call, appUrl, leaveApp);
      const admitted: Change[] =
        admission === null ? [] : [{ do: "run.admitted", runId: run.id, admittedAt: admission }];
      const [ended] = await Promise.all([end, journal.commit(admitted)]);
      if (ended.kind === "answered") this.pool.markUp(appUrl);
      if (ended.kind !== "unreachable") return;
      this.pool.markDown(appUrl, ended.reason);
      this.#ready.pushBack(call);
    } finally {
      leaveApp();
      this.#ready.release(call);
    }
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

  async #look(): Promise<void> {
    await this.#cron.fireDue();
    await this.onTick(this.#now());
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const now = this.#now();
    const dueAt = this.#delayed.peek()?.dueAt ?? Number.POSITIVE_INFINITY;
    const nextAt = Math.min(dueAt, this.#cron.nextAt(now), this.#gate.nextAt(this.options.journal.state));
    const delayMs = Math.min(maxTimerMs, Math.max(minTimerMs, nextAt - now));
    this.#timer = setTimeout(() => this.#track(this.#look()), delayMs);
    this.#timer.unref();
  }

  #notifySettled(): void {
    const isBusy = this.#work.size > 0 || (!this.isPaused && this.#ready.countReady((id) => this.#isOpen(id)) > 0);
    if (isBusy && !this.#isClosing) return;
    this.#expired.flush();
    for (const resolve of this.#settledWaiters.splice(0)) resolve();
  }
}
