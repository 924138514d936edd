import { type Clock } from "@/lib/core/clock";
import { createId } from "@/lib/core/ids";
import type { EventLog } from "@/lib/event-log/log";
import type { EmailInput } from "./email-input";
import { KeyMemory, type KeyUse } from "./idempotency";
import { listMessageIds, type MailEvent, readEvent, writeEvent } from "./mail-events";
import { MailIndex, readLastEvent } from "./mail-index";
import { buildMessage, type Message } from "./message";
import { createOutcome, decideOutcomes, type Outcome, type OutcomeKind } from "./outcome";
import { ResendError } from "./resend-error";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The mails in order of arrival, kept in an event log. */
export class Mailbox {
  readonly keys = new KeyMemory();
  readonly index = new MailIndex();
  readonly #listeners = new Set<() => void>();
  readonly #deciding = new Set<string>();
  #revision = 0;
  /** Called with each outcome that a webhook is to tell of, once it is on the disk. */
  onAnnounced: (outcome: Outcome) => void = () => undefined;

  private constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly hasWebhook: boolean,
  ) {}

  static async open(log: EventLog, clock: Clock, hasWebhook: boolean): Promise<Mailbox> {
    const mailbox = new Mailbox(log, clock, hasWebhook);
    for await (const stored of log.scan()) mailbox.#apply(stored.id, readEvent(stored));
    return mailbox;
  }

  get count(): number {
    return this.index.count;
  }

  /** Rises with each change since the start. */
  get revision(): number {
    return this.#revision;
  }

  /** Keeps the mails of one call; they are on the disk when it answers. @returns their ids, in order. */
  async accept(inputs: EmailInput[], keyUse: KeyUse | undefined): Promise<string[]> {
    const at = this.clock.now().toISOString();
    const messages = inputs.map((input) => buildMessage(input, at));
    const outcomes = messages.flatMap((message) =>
      decideOutcomes(message).map((kind) =>
        createOutcome({ messageId: message.id, kind, at, isAnnounced: this.hasWebhook }),
      ),
    );
    await this.#append(createId(), { type: "mail.accepted", data: { messages, keyUse: keyUse ?? null, outcomes } });
    for (const outcome of outcomes) if (outcome.isAnnounced) this.onAnnounced(outcome);
    return messages.map(({ id }) => id);
  }

  /**
   * A mail that was delivered bounces, or its reader complains. The same again changes nothing.
   * @throws ResendError 404, 409 when its end was another.
   */
  async decide(messageId: string, kind: Exclude<OutcomeKind, "delivered">): Promise<void> {
    const entry = this.index.find(messageId);
    if (!entry) throw new ResendError(404, "not_found", "There is no such message in this mailbox.");
    const last = readLastEvent(entry);
    if (last === kind) return;
    if (last !== "delivered" || this.#deciding.has(messageId)) {
      throw new ResendError(409, "invalid_parameter", `This message is ${last}: only a delivered one can change.`);
    }
    this.#deciding.add(messageId);
    try {
      const at = this.clock.now().toISOString();
      const outcome = createOutcome({ messageId, kind, at, isAnnounced: this.hasWebhook });
      await this.#append(outcome.id, { type: "mail.outcome", data: { outcome } });
      if (outcome.isAnnounced) this.onAnnounced(outcome);
    } finally {
      this.#deciding.delete(messageId);
    }
  }

  /** A webhook was taken, or given up. */
  async settle({ id, messageId }: Outcome, isTold: boolean, attempts: number): Promise<void> {
    await this.#append(createId(), { type: "webhook.settled", data: { outcomeId: id, messageId, isTold, attempts } });
  }

  async read(id: string): Promise<Message | undefined> {
    const entry = this.index.find(id);
    const stored = entry && (await this.log.read(entry.eventId));
    const event = stored && readEvent(stored);
    return event?.type === "mail.accepted" ? event.data.messages.find((message) => message.id === id) : undefined;
  }

  /** Forgets mails older than that, in the log and here. @returns how many. */
  async prune(keepDays: number): Promise<number> {
    const oldest = new Date(this.clock.now().getTime() - keepDays * DAY_MS).toISOString();
    const old = this.index.listOlderThan(oldest);
    if (old.size === 0) return 0;
    await this.log.compact((stored) => !listMessageIds(readEvent(stored)).every((id) => old.has(id)));
    this.index.forget(old);
    this.#tellListeners();
    return old.size;
  }

  /** Calls back after each change. @returns the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #append(eventId: string, event: MailEvent): Promise<void> {
    await this.log.append([writeEvent(eventId, event)]);
    this.#apply(eventId, event);
    this.#tellListeners();
  }

  #apply(eventId: string, event: MailEvent): void {
    this.index.apply(eventId, event);
    if (event.type !== "mail.accepted") return;
    const { keyUse, messages } = event.data;
    const [first] = messages;
    if (!keyUse || !first) return;
    const ids = messages.map(({ id }) => id);
    this.keys.remember(keyUse, ids, new Date(first.createdAt));
  }

  #tellListeners(): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener();
  }
}
