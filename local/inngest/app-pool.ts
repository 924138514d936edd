/** alive: it answered. silent: it took the connection and said nothing. refused: it took no connection, or is starting. */
export type ProbeResult = { kind: "alive" } | { kind: "silent" | "refused"; reason: string };

export interface AppPoolOptions {
  probe: (url: string) => Promise<ProbeResult>;
  /** Pause between two questions to an app that is silent while it holds calls. */
  probeEveryMs: number;
  /** So many unanswered questions in a row, and the app counts as stalled: its calls go to another, or wait. */
  silentProbes: number;
  computeDelayMs: (tries: number) => number;
  onUp: (url: string) => void;
  onDown: (url: string, reason: string, retryInMs: number) => void;
  onStalled: (url: string) => void;
}

interface AppState {
  isUp: boolean;
  inFlight: number;
  lastUsed: number;
  lastSignMs: number;
  silent: number;
  tries: number;
  timer: NodeJS.Timeout | undefined;
  isProbing: boolean;
}

/** The processes that serve functions: which of them answer, and which one takes the next call. */
export class AppPool {
  readonly #apps = new Map<string, AppState>();
  readonly #watch: NodeJS.Timeout;
  #uses = 0;
  #isClosed = false;

  constructor(private readonly options: AppPoolOptions) {
    this.#watch = setInterval(() => this.#watchSilent(), options.probeEveryMs);
    this.#watch.unref();
  }

  /** Of the processes that answer, the one with the fewest calls, in turns; undefined when none answers. */
  pick(urls: Iterable<string>): string | undefined {
    let best: { url: string; app: AppState } | undefined;
    for (const url of urls) {
      const app = this.#app(url);
      if (!app.isUp) continue;
      if (best === undefined || (app.inFlight - best.app.inFlight || app.lastUsed - best.app.lastUsed) < 0) {
        best = { url, app };
      }
    }
    return best?.url;
  }

  isDown(url: string): boolean {
    return !this.#app(url).isUp;
  }

  /** Counts a call to a process, until what it gives back is called. */
  begin(url: string): () => void {
    const app = this.#app(url);
    if (app.inFlight === 0) app.lastSignMs = performance.now();
    app.inFlight += 1;
    app.lastUsed = ++this.#uses;
    let isOver = false;
    return () => {
      if (!isOver) app.inFlight -= 1;
      isOver = true;
    };
  }

  noteSign(url: string): void {
    const app = this.#app(url);
    app.lastSignMs = performance.now();
    app.silent = 0;
  }

  markUp(url: string): void {
    const app = this.#app(url);
    this.noteSign(url);
    clearTimeout(app.timer);
    app.tries = 0;
    if (app.isUp) return;
    app.isUp = true;
    this.options.onUp(url);
  }

  /** It gets no calls until it has answered a question, which it is asked again and again. */
  markDown(url: string, reason: string): void {
    const app = this.#app(url);
    if (!app.isUp || this.#isClosed) return;
    app.isUp = false;
    this.#askLater(url, app, reason);
  }

  /** Asks every process that does not answer, now. */
  async probeDown(): Promise<void> {
    await Promise.all([...this.#apps].filter(([, app]) => !app.isUp).map(([url, app]) => this.#askDown(url, app)));
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#watch);
    for (const { timer } of this.#apps.values()) clearTimeout(timer);
  }

  #app(url: string): AppState {
    const known = this.#apps.get(url);
    if (known !== undefined) return known;
    const app = { isUp: true, inFlight: 0, lastUsed: 0, lastSignMs: performance.now(), silent: 0, tries: 0 };
    const fresh: AppState = { ...app, timer: undefined, isProbing: false };
    this.#apps.set(url, fresh);
    return fresh;
  }

  #askLater(url: string, app: AppState, reason: string): void {
    const retryInMs = this.options.computeDelayMs(app.tries);
    app.tries += 1;
    this.options.onDown(url, reason, retryInMs);
    clearTimeout(app.timer);
    app.timer = setTimeout(() => void this.#askDown(url, app), retryInMs);
    app.timer.unref();
  }

  async #askDown(url: string, app: AppState): Promise<void> {
    const result = await this.options.probe(url);
    if (this.#isClosed || app.isUp) return;
    if (result.kind === "alive") return this.markUp(url);
    this.#countSilence(url, app, result.kind);
    this.#askLater(url, app, result.reason);
  }

  #watchSilent(): void {
    for (const [url, app] of this.#apps) {
      const isQuiet = performance.now() - app.lastSignMs >= this.options.probeEveryMs;
      if (app.isUp && app.inFlight > 0 && isQuiet && !app.isProbing) void this.#askBusy(url, app);
    }
  }

  /** Counted in questions, not by the clock: a server that was asleep itself blames nobody. */
  async #askBusy(url: string, app: AppState): Promise<void> {
    app.isProbing = true;
    const result = await this.options.probe(url);
    app.isProbing = false;
    if (this.#isClosed || !app.isUp) return;
    // One that closes its door may still end what it has begun: its calls break by themselves when it dies.
    if (result.kind === "refused") return this.markDown(url, result.reason);
    if (result.kind === "alive") return this.noteSign(url);
    if (this.#countSilence(url, app, result.kind)) this.markDown(url, result.reason);
  }

  /** Whether it has been silent too often; then its calls are given up. */
  #countSilence(url: string, app: AppState, kind: ProbeResult["kind"]): boolean {
    app.silent = kind === "silent" ? app.silent + 1 : 0;
    if (app.silent < this.options.silentProbes) return false;
    if (app.inFlight > 0) this.options.onStalled(url);
    return true;
  }
}
