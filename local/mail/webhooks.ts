import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@/lib/core/clock";
import { signWebhook } from "@/lib/core/sign-webhook";
import type { Mailbox } from "./mailbox";
import { describeOutcome, type Outcome } from "./outcome";

export interface WebhookOptions {
  url: string;
  /** `whsec_` and base64, as Resend gives it. */
  secret: string;
  /** Pauses before the second try and those after it. The default is Resend's schedule. */
  retryDelaysMs?: number[];
}

export interface WebhookReport {
  kind: "webhook_given_up";
  type: string;
  messageId: string;
  attempts: number;
}

const SEC = 1000;
const HOUR = 3600 * SEC;
const RETRY_DELAYS_MS = [5 * SEC, 300 * SEC, 1800 * SEC, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];
const ANSWER_LIMIT_MS = 15 * SEC;
const MAX_IN_FLIGHT = 8;

/** Tells a URL what became of mails, at least once each, until it answers 2xx or the tries are used up; over restarts, too. */
export class WebhookSender {
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #turns: (() => void)[] = [];
  #inFlight = 0;

  constructor(
    private readonly mailbox: Mailbox,
    private readonly clock: Clock,
    private readonly options: WebhookOptions,
    private readonly onReport: (report: WebhookReport | { kind: "webhook_failed"; cause: unknown }) => void,
  ) {}

  /** Begins with what nobody took before the last stop. */
  start(): void {
    for (const outcome of this.mailbox.index.listWaiting()) this.#add(outcome);
    this.mailbox.onAnnounced = (outcome) => this.#add(outcome);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const take of this.#turns.splice(0)) take();
    await Promise.allSettled(this.#running);
  }

  #add(outcome: Outcome): void {
    const delays = [0, ...(this.options.retryDelaysMs ?? RETRY_DELAYS_MS)];
    const work = this.#tell(outcome, delays)
      .catch((cause: unknown) => {
        if (!this.#closing.signal.aborted) this.onReport({ kind: "webhook_failed", cause });
      })
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #tell(outcome: Outcome, delays: number[]): Promise<void> {
    const { signal } = this.#closing;
    for (const [index, delayMs] of delays.entries()) {
      // Waiting for hours must not keep a process alive that is otherwise done.
      if (delayMs > 0) await sleep(delayMs, undefined, { signal, ref: false });
      const message = await this.mailbox.read(outcome.messageId);
      // Pruned meanwhile: there is nothing left to tell of.
      if (!message || signal.aborted) return;
      const body = JSON.stringify(describeOutcome(outcome, message));
      if (await this.#inTurn(() => this.#post(outcome.id, body))) {
        return this.mailbox.settle(outcome, true, index + 1);
      }
    }
    if (signal.aborted) return;
    await this.mailbox.settle(outcome, false, delays.length);
    const { kind, messageId } = outcome;
    this.onReport({ kind: "webhook_given_up", type: `email.${kind}`, messageId, attempts: delays.length });
  }

  async #inTurn(post: () => Promise<boolean>): Promise<boolean> {
    if (this.#inFlight >= MAX_IN_FLIGHT) await new Promise<void>((resolve) => this.#turns.push(resolve));
    this.#inFlight += 1;
    try {
      return await post();
    } finally {
      this.#inFlight -= 1;
      this.#turns.shift()?.();
    }
  }

  /** @returns whether it was taken; a redirect, silence and a closed port are all a no. */
  async #post(id: string, body: string): Promise<boolean> {
    const { signal } = this.#closing;
    signal.throwIfAborted();
    const headers = {
      "content-type": "application/json",
      "user-agent": "Svix-Webhooks/1.0",
      ...signWebhook(this.options.secret, { id, at: this.clock.now(), body }),
    };
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
      const init: RequestInit = { method: "POST", headers, body, redirect: "manual", signal: limit };
      const response = await fetch(this.options.url, init);
      await response.body?.cancel();
      return response.ok;
    } catch (error) {
      if (signal.aborted) throw error;
      return false;
    }
  }
}
