import type { JsonValue, NewEvent, StoredEvent } from "@/lib/event-log/log";
import type { KeyUse } from "./idempotency";
import type { Message } from "./message";
import type { Outcome } from "./outcome";

/**
 * What the log holds. One call of the API is one event, so that its mails, what became of them at once, and its idempotency
 * key are kept together or not at all.
 */
export type MailEvent =
  | { type: "mail.accepted"; data: { messages: Message[]; keyUse: KeyUse | null; outcomes?: Outcome[] } }
  | { type: "mail.outcome"; data: { outcome: Outcome } }
  | { type: "webhook.settled"; data: { outcomeId: string; messageId: string; isTold: boolean; attempts: number } };

export function writeEvent(id: string, event: MailEvent): NewEvent {
  return { id, type: event.type, data: event.data as unknown as JsonValue };
}

export function readEvent(stored: StoredEvent): MailEvent {
  return { type: stored.type, data: stored.data } as unknown as MailEvent;
}

/** The mails that an event is about. */
export function listMessageIds({ type, data }: MailEvent): string[] {
  if (type === "mail.accepted") return data.messages.map(({ id }) => id);
  return [type === "mail.outcome" ? data.outcome.messageId : data.messageId];
}
