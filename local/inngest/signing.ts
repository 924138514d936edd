import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/core/errors";

const signingKeyPattern = /^signkey-\w+-[0-9a-f]{64}$/;
const prefixPattern = /^signkey-\w+-/;

/** @throws AppError invalid_input when the key is not "signkey-<env>-<64 hex digits>". */
export function checkSigningKey(signingKey: string): void {
  if (signingKeyPattern.test(signingKey)) return;
  throw new AppError(
    "invalid_input",
    "bad_signing_key",
    "The signing key must look like signkey-prod-<64 hex digits>.",
    {
      fields: [{ field: "signingKey", message: "Generate one: signkey-prod- followed by 32 random bytes in hex." }],
    },
  );
}

/** The `x-inngest-signature` of a body (JCS-canonical JSON, RFC 8785) at a time: HMAC-SHA256 over body and seconds. */
export function signBody(signingKey: string, body: string, nowMs: number): string {
  const seconds = String(Math.round(nowMs / 1_000));
  const key = signingKey.replace(prefixPattern, "");
  return `t=${seconds}&s=${createHmac("sha256", key).update(body).update(seconds).digest("hex")}`;
}

/** What the SDK sends as bearer: the key's prefix and the SHA-256 of its bytes. */
export function hashSigningKey(signingKey: string): string {
  const prefix = prefixPattern.exec(signingKey)?.[0] ?? "";
  const bytes = Buffer.from(signingKey.slice(prefix.length), "hex");
  return prefix + createHash("sha256").update(bytes).digest("hex");
}

/** Compares without telling by its duration how much was right. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
