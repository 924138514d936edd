import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { type Delivery, deliverEmail } from "@/lib/mail/deliver";
import { freezeEmail, type MailLane } from "@/lib/mail/email-store";
import type { Services } from "@/lib/services";

const DAY_MS = 24 * 60 * 60_000;

/** Somebody who looks after this Segno, without an account. */
export function buildAdmin(email: string): PersonActor {
  const person = { kind: "session", accountId: createId(), name: "Ada", email, credentialId: "" } as const;
  return { ...person, isVerified: true, isAdmin: true };
}

/** A mail of a lane, to an address of its own, that waits to be sent. @returns its id. */
export function freezeMail(services: Services, lane: MailLane): Promise<string> {
  const now = services.clock.now();
  const words = { subject: "Mail", html: "<p>Words</p>", text: "Words", fromAddress: "Segno <hello@segno.test>" };
  const rest = { key: createId(), lane, accountId: null, toAddress: `${createId()}@example.com` };
  return freezeEmail(services.db, { ...words, ...rest, expiresAt: new Date(now.getTime() + DAY_MS) }, now);
}

/** The same, and how sending it comes out. */
export async function sendMail(services: Services, lane: MailLane): Promise<Delivery> {
  return await deliverEmail(services, await freezeMail(services, lane));
}
