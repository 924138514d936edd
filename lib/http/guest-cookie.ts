import type { LinkVisitor } from "@/lib/access/link-scope";
import type { Services } from "@/lib/services";
import { findCookie, isSecure } from "./session-cookie";

const KEPT_SEC = 365 * 24 * 60 * 60;

/** One cookie a link, so that a guest of two bands is two guests. */
function nameGuestCookie(appUrl: string, linkId: string): string {
  return `${isSecure(appUrl) ? "__Host-" : ""}segno-guest-${linkId}`;
}

/** The secret that this browser got from a link; null for one that never entered. */
export function readGuestSecret(services: Services, headers: Headers, linkId: string): string | null {
  return findCookie(headers.get("cookie") ?? "", nameGuestCookie(services.config.app.url, linkId));
}

export function readVisitor(services: Services, request: { headers: Headers }, linkId: string): LinkVisitor {
  return { linkId, secret: readGuestSecret(services, request.headers, linkId) };
}

/** What makes the browser the guest it was when it comes back. No script reads it, no other site sends it along. */
export function writeGuestCookie(services: Services, guest: { linkId: string; secret: string }): string {
  const { url } = services.config.app;
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${KEPT_SEC}${isSecure(url) ? "; Secure" : ""}`;
  return `${nameGuestCookie(url, guest.linkId)}=${guest.secret}; ${flags}`;
}
