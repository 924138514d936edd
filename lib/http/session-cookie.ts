import { decode } from "next-auth/jwt";
import type { Services } from "@/lib/services";

/** A `__Host-` cookie cannot be set by a sibling domain; browsers allow the prefix on https only. */
export function nameSessionCookie(appUrl: string): string {
  return isSecure(appUrl) ? "__Host-segno-session" : "segno-session";
}

export function isSecure(appUrl: string): boolean {
  return appUrl.startsWith("https:");
}

/** The id of the session that a request's cookie names; null when there is none or it was not sealed by us. */
export async function readSessionId(services: Services, headers: Headers): Promise<string | null> {
  const sealed = findCookie(headers.get("cookie") ?? "", nameSessionCookie(services.config.app.url));
  if (!sealed) return null;
  try {
    const claims = await decode({ token: sealed, secret: services.config.app.authSecret });
    return typeof claims?.["sid"] === "string" ? claims["sid"] : null;
  } catch (err) {
    // Whatever a visitor puts into a cookie, an unreadable one only means that nobody is signed in.
    services.log.debug({ err }, "session cookie can't be read");
    return null;
  }
}

/** The value of a cookie in a header; null when it is not there. */
export function findCookie(header: string, name: string): string | null {
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
