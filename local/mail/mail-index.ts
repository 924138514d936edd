import { readAddress } from "./email-input";
import type { MailEvent } from "./mail-events";
import type { Message } from "./message";
import type { Outcome } from "./outcome";
import { summarize } from "./summarize";

/** What is known of a webhook: `none` when none was configured, `failed` when the last try was refused. */
export type Telling = "none" | "waiting" | "told" | "failed";

export interface KnownOutcome extends Outcome {
  telling: Telling;
}

/** What lists need of a message; its bodies stay on the disk. */
export interface MessageSummary {
  id: string;
  from: string;
  to: string[];
  subject: string;
  excerpt: string;
  createdAt: string;
  isScheduled: boolean;
  outcomes: KnownOutcome[];
}

export interface Entry extends MessageSummary {
  eventId: string;
  addresses: string[];
}

/** The mails in order of arrival, in memory: about 1 KB each. */
export class MailIndex {
  #entries: Entry[] = [];
  readonly #byId = new Map<string, Entry>();

  get count(): number {
    return this.#entries.length;
  }

  find(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** Takes over what an event tells. */
  apply(eventId: string, { type, data }: MailEvent): void {
    if (type === "mail.accepted") {
      for (const message of data.messages) this.#add(eventId, message);
      for (const outcome of data.outcomes ?? []) this.#addOutcome(outcome);
    } else if (type === "mail.outcome") {
      this.#addOutcome(data.outcome);
    } else {
      const known = this.#byId.get(data.messageId)?.outcomes.find(({ id }) => id === data.outcomeId);
      if (known) known.telling = data.isTold ? "told" : "failed";
    }
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

  /** The webhooks that nobody took yet, oldest first. */
  listWaiting(): Outcome[] {
    return this.#entries.flatMap(({ outcomes }) => outcomes.filter(({ telling }) => telling === "waiting"));
  }

  listOlderThan(iso: string): Set<string> {
    return new Set(this.#entries.filter(({ createdAt }) => createdAt < iso).map(({ id }) => id));
  }

  forget(ids: Set<string>): void {
    this.#entries = this.#entries.filter(({ id }) => !ids.has(id));
    for (const id of ids) this.#byId.delete(id);
  }

  /** The domains that were sent from, with the moment of the first mail. */
  listSenderDomains(): Map<string, string> {
    const domains = new Map<string, string>();
    for (const { from, createdAt } of this.#entries) {
      const domain = readAddress(from).split("@")[1]?.toLowerCase() ?? "";
      if (!domains.has(domain)) domains.set(domain, createdAt);
    }
    return domains;
  }

  #add(eventId: string, message: Message): void {
    const { id, from, to, subject, createdAt, scheduledAt } = message;
    const addresses = [...to, ...message.cc, ...message.bcc].map((one) => readAddress(one).toLowerCase());
    const summary = {
      id,
      from,
      to,
      subject,
      createdAt,
      excerpt: summarize(message),
      isScheduled: scheduledAt !== null,
    };
    const entry: Entry = { ...summary, eventId, addresses, outcomes: [] };
    this.#entries.push(entry);
    this.#byId.set(id, entry);
  }

  #addOutcome(outcome: Outcome): void {
    this.#byId.get(outcome.messageId)?.outcomes.push({ ...outcome, telling: outcome.isAnnounced ? "waiting" : "none" });
  }
}

/** Resend's `last_event`. What was kept before outcomes were has none, and was delivered. */
export function readLastEvent({ outcomes, isScheduled }: MessageSummary): string {
  return outcomes.at(-1)?.kind ?? (isScheduled ? "scheduled" : "delivered");
}
