import { createId } from "@/lib/core/ids";
import { readAddress } from "./email-input";
import type { Message } from "./message";

/** How a mail fared after it was taken. A delivered one may still bounce or be complained about; those two are the end. */
export type OutcomeKind = "delivered" | "bounced" | "complained";

export interface Outcome {
  /** Also the `svix-id` of the webhook that tells of it: a receiver that saw it once need not act twice. */
  id: string;
  messageId: string;
  kind: OutcomeKind;
  /** ISO 8601 in UTC. */
  at: string;
  /** Whether a webhook was configured when it happened. */
  isAnnounced: boolean;
}

export function createOutcome(fields: Omit<Outcome, "id">): Outcome {
  return { id: `msg_${createId().replaceAll("-", "")}`, ...fields };
}

// Resend's own addresses for trying it out; `+label` may follow the first word.
const TEST_DOMAIN = "resend.dev";

/** What becomes of a mail by itself. One that is to leave later never does here, so nothing becomes of it. */
export function decideOutcomes(message: Message): OutcomeKind[] {
  if (message.scheduledAt !== null) return [];
  const wishes = new Set(message.to.map(readWish));
  if (wishes.has("bounced")) return ["bounced"];
  return wishes.has("complained") ? ["delivered", "complained"] : ["delivered"];
}

function readWish(recipient: string): string | undefined {
  const [local = "", domain] = readAddress(recipient).toLowerCase().split("@");
  return domain === TEST_DOMAIN ? local.split("+")[0] : undefined;
}

/** The body of the webhook, as Resend writes it. */
export function describeOutcome(outcome: Outcome, message: Message): object {
  const bounce = {
    message: "The recipient's mail server permanently refused the mail.",
    subType: "General",
    type: "Permanent",
  };
  return {
    type: `email.${outcome.kind}`,
    created_at: outcome.at,
    data: {
      created_at: message.createdAt,
      email_id: message.id,
      message_id: nameMessage(message.id),
      from: message.from,
      to: message.to,
      subject: message.subject,
      tags: Object.fromEntries(message.tags.map(({ name, value }) => [name, value])),
      ...(outcome.kind === "bounced" && { bounce }),
    },
  };
}

/** The `Message-ID` of a mail. */
export function nameMessage(id: string): string {
  return `<${id}@mail.localhost>`;
}
