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

/** What a signed link is for: one kind never works as another. An invite's mail holds another link than one can copy. */
type LinkPurpose = "invite" | "mailed-invite" | "unsubscribe" | "unsubscribe-kinds" | "unsubscribe-song";

/**
 * A secret that can be made again from an id, for links that must be shown more than once (an invite's) or that never
 * end (unsubscribe).
 */
export function signId(authSecret: string, purpose: LinkPurpose, id: string): string {
  const mac = createHmac("sha256", authSecret).update(`${purpose}:${id}`).digest("base64url");
  return `${id}.${mac}`;
}

/** A secret that can be made again from an id and tells nothing of it; what is stored of it is its hash, as of any other. */
export function deriveSecret(authSecret: string, purpose: "link", id: string): string {
  return createHmac("sha256", authSecret).update(`${purpose}:${id}`).digest("base64url");
}

/** The id of a token made by `signId`; null when it was not. */
export function readSignedId(authSecret: string, purpose: LinkPurpose, token: string): string | null {
  const id = token.split(".", 1)[0] ?? "";
  const wanted = Buffer.from(signId(authSecret, purpose, id));
  const given = Buffer.from(token);
  return wanted.length === given.length && timingSafeEqual(wanted, given) ? id : null;
}
