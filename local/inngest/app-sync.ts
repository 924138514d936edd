import canonicalize from "canonicalize";
import { systemClock } from "@/lib/core/clock";
import { requestApp } from "./app-request";
import { computeUnreachableDelayMs } from "./backoff";
import { parseJson } from "./caller";
import type { Journal } from "./journal";
import { type JsonObject, syncReplySchema } from "./protocol";
import type { Change } from "./records";
import type { Report } from "./reports";
import { planKeptEvent } from "./route-event";
import { signBody } from "./signing";

interface AppSyncOptions {
  journal: Journal;
  serveUrls: string[];
  signingKey: string;
  nowMs: () => number;
  onReport: Report;
  onSynced: (url: string) => void;
}

const resyncMs = 60_000;
/** How often an app may fail to answer, in some eight seconds, before it has answered for the first time. */
const startingTries = 3;
const syncTimeoutMs = 60_000;

/** Asks each app for its functions (in-band sync) until it answers, and again every minute. */
export class AppSync {
  readonly #failures = new Map<string, { tries: number; reason: string; isTold: boolean }>();
  readonly #answered = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();

  constructor(private readonly options: AppSyncOptions) {}

  start(): void {
    for (const url of this.options.serveUrls) void this.#begin(url);
  }

  /** Asks all apps once, now. Resolves when each has answered or failed to. */
  async syncAll(): Promise<void> {
    await Promise.all(this.#running.values());
    await Promise.all(this.options.serveUrls.map((url) => this.#begin(url)));
  }

  readFailure(url: string): string | null {
    return this.#failures.get(url)?.reason ?? null;
  }

  async close(): Promise<void> {
    this.#abort.abort();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.allSettled(this.#running.values());
  }

  #begin(url: string): Promise<void> {
    const running = this.#running.get(url);
    if (running !== undefined) return running;
    clearTimeout(this.#timers.get(url));
    const started = this.#sync(url)
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      .then((failure) => this.#plan(url, failure));
    this.#running.set(url, started);
    return started;
  }

  #plan(url: string, failure: string | null): void {
    this.#running.delete(url);
    if (this.#abort.signal.aborted) return;
    const known = this.#failures.get(url);
    const tries = known?.tries ?? 0;
    const isKnown = known?.isTold === true && known.reason === failure;
    // An app that starts beside its queue is always a moment late: no news before it was asked a few times.
    const isNews = failure !== null && !isKnown && (this.#answered.has(url) || tries >= startingTries);
    if (failure === null) {
      this.#failures.delete(url);
      this.#answered.add(url);
    } else this.#failures.set(url, { tries: tries + 1, reason: failure, isTold: isKnown || isNews });
    if (isNews) this.options.onReport({ kind: "app_sync_failed", url, reason: failure });
    const delayMs = failure === null ? resyncMs : computeUnreachableDelayMs(tries);
    const timer = setTimeout(() => void this.#begin(url), delayMs);
    timer.unref();
    this.#timers.set(url, timer);
  }

  /** The reason why the app could not be synced, or null. */
  async #sync(url: string): Promise<string | null> {
    const body = canonicalize({ url }) ?? "";
    const headers = {
      "content-type": "application/json",
      "x-inngest-sync-kind": "in_band",
      "x-inngest-signature": signBody(this.options.signingKey, body, systemClock.now().getTime()),
    };
    const { signal } = this.#abort;
    const outcome = await requestApp({ method: "PUT", url, headers, body, signal, timeoutMs: syncTimeoutMs });
    if (outcome.kind !== "answered") return outcome.reason;
    const { status, text } = outcome.answer;
    const parsed = syncReplySchema.safeParse(parseJson(text));
    if (status === 401) return "The app refused the signature: both sides need the same signing key.";
    if (status !== 200 || !parsed.success) return `The app answered the sync with the status ${status}.`;
    await this.#store(url, parsed.data.app_id, parsed.data.sdk ?? "", parsed.data.functions as JsonObject[]);
    return null;
  }

  async #store(url: string, appId: string, sdk: string, functions: JsonObject[]): Promise<void> {
    const { journal, onReport, onSynced } = this.options;
    const known = journal.state.apps.get(url);
    const hasChanged = known === undefined || known.signature !== JSON.stringify(functions) || known.sdk !== sdk;
    if (hasChanged) {
      await journal.commit([{ do: "app.synced", url, appId, sdk, functions }]);
      const app = journal.state.apps.get(url);
      const refused = app?.refused ?? [];
      onReport({ kind: "app_synced", url, appId, functions: app?.functionIds.length ?? 0, refused: refused.length });
      for (const { id, reasons } of refused) onReport({ kind: "function_refused", functionId: id, reasons });
      await this.#dropFormerApps();
      await this.#routeKept();
    }
    onSynced(url);
  }

  /** Once every app of today has answered, functions of addresses that are no longer configured are gone. */
  async #dropFormerApps(): Promise<void> {
    const { journal, serveUrls } = this.options;
    const { apps } = journal.state;
    if (!serveUrls.every((url) => apps.has(url))) return;
    const former = [...apps.values()].filter((app) => !serveUrls.includes(app.url) && app.signature !== "[]");
    await journal.commit(
      former.map(({ url, appId, sdk }): Change => ({ do: "app.synced", url, appId, sdk, functions: [] })),
    );
  }

  /** Events that came before any app had answered find their functions now. */
  async #routeKept(): Promise<void> {
    const { journal, nowMs } = this.options;
    for (const eventId of [...journal.state.keptEvents]) {
      const event = await journal.readEvent(eventId);
      if (event === undefined || !journal.state.keptEvents.has(eventId)) continue;
      await journal.commit(planKeptEvent(journal.state, eventId, event, nowMs()));
    }
  }
}
