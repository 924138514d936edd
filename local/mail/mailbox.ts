import { type Clock } from "@/lib/core/clock";
import { createId } from "@/lib/core/ids";
import type { EventLog, JsonValue } from "@/lib/event-log/log";
import { type EmailInput, readAddress } from "./email-input";
import { KeyMemory, type KeyUse } from "./idempotency";
import { summarize } from "./summarize";

/** A mail that was taken. `createdAt` is ISO 8601 in UTC; addresses are as the sender wrote them. */
export interface Message {
  id: string;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  attachments: { filename: string; contentType: string | null; content: string | null }[];
  scheduledAt: string | null;
  topicId: string | null;
  createdAt: string;
}

/** What lists need of a message; its bodies stay on the disk. */
export interface MessageSummary {
  id: string;
  from: string;
  to: string[];
  subject: string;
  excerpt: string;
  createdAt: string;
}

/** One call of the API is one event, so that its mails and its idempotency key are kept together or not at all. */
interface AcceptedCall {
  messages: Message[];
  keyUse: KeyUse | null;
}

interface Entry extends MessageSummary {
  eventId: string;
  addresses: string[];
}

const EVENT_TYPE = "mail.accepted";

/** The mails in order of arrival, kept in an event log. */
export class Mailbox {
  readonly keys = new KeyMemory();
  readonly #entries: Entry[] = [];
  readonly #byId = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();

  private constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  static async open(log: EventLog, clock: Clock): Promise<Mailbox> {
    const mailbox = new Mailbox(log, clock);
    for await (const event of log.scan()) mailbox.#index(event.id, event.data as unknown as AcceptedCall);
    return mailbox;
  }

  get count(): number {
    return this.#entries.length;
  }

  /** Keeps the mails of one call; they are on the disk when it answers. @returns their ids, in order. */
  async accept(inputs: EmailInput[], keyUse: KeyUse | undefined): Promise<string[]> {
    const createdAt = this.clock.now().toISOString();
    const call: AcceptedCall = { messages: inputs.map((input) => build(input, createdAt)), keyUse: keyUse ?? null };
    const eventId = createId();
    await this.log.append([{ id: eventId, type: EVENT_TYPE, data: call as unknown as JsonValue }]);
    this.#index(eventId, call);
    for (const listener of this.#listeners) listener();
    return call.messages.map(({ id }) => id);
  }

  async read(id: string): Promise<Message | undefined> {
    const entry = this.#byId.get(id);
    const event = entry && (await this.log.read(entry.eventId));
    return (event?.data as unknown as AcceptedCall | undefined)?.messages.find((message) => message.id === id);
  }

  /** Newest first. `to` is a whole address, in any case; `query` is looked for in addresses and subjects. */
  list(filter: { to?: string; query?: string; limit: number }): MessageSummary[] {
    const to = filter.to === undefined ? undefined : readAddress(filter.to).toLowerCase();
    const words = (filter.query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const found: MessageSummary[] = [];
    for (let at = this.#entries.length - 1; at >= 0 && found.length < filter.limit; at -= 1) {
      const entry = this.#entries[at];
      if (!entry || (to !== undefined && !entry.addresses.includes(to))) continue;
      const haystack =
        `${entry.from}\n${entry.to.join("\n")}\n${entry.addresses.join("\n")}\n${entry.subject}`.toLowerCase();
      if (words.every((word) => haystack.includes(word))) found.push(entry);
    }
    return found;
  }

  /** Calls back after each arrival. @returns the function that ends it. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #index(eventId: string, call: AcceptedCall): void {
    for (const message of call.messages) {
      const { id, from, to, subject, createdAt } = message;
      const addresses = [...to, ...message.cc, ...message.bcc].map((one) => readAddress(one).toLowerCase());
      const entry = { id, from, to, subject, createdAt, eventId, addresses, excerpt: summarize(message) };
      this.#entries.push(entry);
      this.#byId.set(id, entry);
    }
    const first = call.messages[0];
    if (call.keyUse && first) {
      const ids = call.messages.map(({ id }) => id);
      this.keys.remember(call.keyUse, ids, new Date(first.createdAt));
    }
  }
}

function build(input: EmailInput, createdAt: string): Message {
  return {
    id: createId(),
    from: input.from,
    to: input.to,
    cc: input.cc ?? [],
    bcc: input.bcc ?? [],
    replyTo: input.reply_to ?? [],
    subject: input.subject,
    html: input.html ?? null,
    text: input.text ?? null,
    headers: input.headers ?? {},
    tags: input.tags ?? [],
    attachments: (input.attachments ?? []).map((file) => ({
      filename: file.filename || "attachment",
      contentType: file.content_type ?? null,
      content: file.content ?? file.path ?? null,
    })),
    scheduledAt: input.scheduled_at ?? null,
    topicId: input.topic_id ?? null,
    createdAt,
  };
}
