import { createHmac, timingSafeEqual } from "node:crypto";

/** What a webhook brings to prove itself, as Svix names its headers. */
export interface WebhookProof {
  id: string | null;
  timestamp: string | null;
  /** One or several, separated by spaces: "v1,<base64> v1,<base64>". While a secret is changed there are two. */
  signature: string | null;
}

const PREFIX = "whsec_";
/** As long as Svix's own libraries allow a webhook to be under way, or clocks to differ. */
const TOLERANCE_SEC = 5 * 60;

/**
 * Whether a webhook was signed with this secret, just now and over these very bytes. The provider's package does the same
 * with the machine's clock; here time is an argument. Source: docs.svix.com, "Verifying webhooks manually".
 */
export function isWebhookGenuine(secret: string, proof: WebhookProof, body: string, now: Date): boolean {
  const { id, timestamp, signature } = proof;
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SEC) return false;
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
  return signature.split(" ").some((one) => {
    const [version, value = ""] = one.split(",");
    const given = Buffer.from(value, "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
