import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const SECRET_BYTES = 32;
export const API_TOKEN_PREFIX = "segno_";

/** A new secret of 32 random bytes as base64url, to be shown once. */
export function createSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** SHA-256 as hex: what is stored of a secret. A 256-bit random secret needs no slow hash. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/**
 * A secret that can be made again from an id, for links that must be shown more than once (an invite's) or that never
 * end (unsubscribe). `purpose` keeps one kind of link from working as another.
 */
export function signId(authSecret: string, purpose: "invite" | "unsubscribe", id: string): string {
  const mac = createHmac("sha256", authSecret).update(`${purpose}:${id}`).digest("base64url");
  return `${id}.${mac}`;
}

/** The id of a token made by `signId`; null when it was not. */
export function readSignedId(authSecret: string, purpose: "invite" | "unsubscribe", token: string): string | null {
  const id = token.split(".", 1)[0] ?? "";
  const wanted = Buffer.from(signId(authSecret, purpose, id));
  const given = Buffer.from(token);
  return wanted.length === given.length && timingSafeEqual(wanted, given) ? id : null;
}
