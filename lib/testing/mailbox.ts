import { settleDeliveries } from "@/lib/mail/deliver-soon";
import type { TestStack } from "./services";

/** A mail as the stand-in keeps it. */
export interface ReceivedMail {
  id: string;
  from: string;
  to: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}

/** What arrived at an address, or anywhere: newest first, after everything under way has ended. */
export async function readMailbox(stack: TestStack, to?: string): Promise<ReceivedMail[]> {
  await settleDeliveries(stack.services);
  const query = to === undefined ? "?limit=500" : `?limit=500&to=${encodeURIComponent(to)}`;
  const response = await fetch(`${stack.mailUrl}/api/messages${query}`);
  return (await response.json()) as ReceivedMail[];
}

/** The secret in the newest mail's link. */
export async function readMailedSecret(
  stack: TestStack,
  to: string,
  page: "verify" | "reset" | "address" | "goodbye",
): Promise<string> {
  const mails = await readMailbox(stack, to);
  const pattern = new RegExp(`/${page}\\?token=([A-Za-z0-9_-]+)`);
  for (const mail of mails) {
    const secret = pattern.exec(mail.text)?.[1];
    if (secret) return secret;
  }
  throw new Error(`No link to /${page} was mailed to ${to}.`);
}
