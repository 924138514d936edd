import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/**
 * The headers by which a receiver knows who sent a webhook, and when. `secret` is `whsec_` and base64.
 * Source: docs.svix.com, "Verifying webhooks manually".
 */
export function signWebhook(
  secret: string,
  webhook: { id: string; at: Date; body: string },
): Record<"svix-id" | "svix-timestamp" | "svix-signature", string> {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const timestampSec = Math.floor(webhook.at.getTime() / 1000);
  const signed = `${webhook.id}.${timestampSec}.${webhook.body}`;
  return {
    "svix-id": webhook.id,
    "svix-timestamp": String(timestampSec),
    "svix-signature": `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
  };
}

export function isWebhookSecret(secret: string): boolean {
  return secret.startsWith(PREFIX) && Buffer.from(secret.slice(PREFIX.length), "base64").length >= 16;
}
