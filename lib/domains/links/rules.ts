import { deriveSecret, hashSecret } from "@/lib/access/tokens";
import { AppError } from "@/lib/core/errors";
import type { LinkView } from "./schema";

/** A link's token: made from its id, so that it can be copied again while the row keeps its hash alone. */
export function buildLinkToken(authSecret: string, linkId: string): string {
  return deriveSecret(authSecret, "link", linkId);
}

/** Null where the token that can be made today is not the one that was given out. */
export function buildLinkUrl(
  app: { url: string; authSecret: string },
  link: { id: string; tokenHash: string },
): string | null {
  const token = buildLinkToken(app.authSecret, link.id);
  return hashSecret(token) === link.tokenHash ? `${app.url}/l/${token}` : null;
}

/** How a link that was not revoked is at this moment. */
export function judgeLink(
  link: { expiresAt: Date | null; maxGuests: number | null; guestCount: number },
  now: Date,
): LinkView["state"] {
  if (link.expiresAt && link.expiresAt <= now) return "expired";
  return link.maxGuests !== null && link.guestCount >= link.maxGuests ? "full" : "live";
}

/** @throws AppError invalid_input. */
export function requireLater(expiresAt: string | null | undefined, now: Date): void {
  if (!expiresAt || new Date(expiresAt) > now) return;
  throw badField("expiresAt", "This moment has passed. Choose a later one.");
}

export function badField(field: string, message: string): AppError {
  return new AppError("invalid_input", "bad_link", message, { fields: [{ field, message }] });
}
