import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

export interface SignedWebhook {
  id: string;
  at: Date;
  body: string;
}

/**
 * The headers by which a receiver knows who sent a webhook, and when. `secret` is `whsec_` and base64; `prefix` is what its
 * headers begin with: `svix` at Resend, `webhook` by the standard.
 * Sources: docs.svix.com, "Verifying webhooks manually"; standardwebhooks.com.
 */
export function signWebhook<Prefix extends string = "svix">(
  secret: string,
  webhook: SignedWebhook,
  prefix: Prefix = "svix" as Prefix,
): Record<`${Prefix}-${"id" | "timestamp" | "signature"}`, string> {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const timestampSec = Math.floor(webhook.at.getTime() / 1000);
  const signed = `${webhook.id}.${timestampSec}.${webhook.body}`;
  const headers = {
    [`${prefix}-id`]: webhook.id,
    [`${prefix}-timestamp`]: String(timestampSec),
    [`${prefix}-signature`]: `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
  };
  return headers as Record<`${Prefix}-${"id" | "timestamp" | "signature"}`, string>;
}

export function isWebhookSecret(secret: string): boolean {
  return secret.startsWith(PREFIX) && Buffer.from(secret.slice(PREFIX.length), "base64").length >= 16;
}
