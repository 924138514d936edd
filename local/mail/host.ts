import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { getHeader } from "./exchange";
import { ResendError } from "./resend-error";

/**
 * The mailbox asks for no password, so only names of this machine may reach it: a foreign name that was pointed at
 * 127.0.0.1 (DNS rebinding) or a foreign page that calls from a browser is refused. @throws ResendError 403.
 */
export function requireHost(request: IncomingMessage, ownHost: string): void {
  const name = readHostName(getHeader(request, "host") ?? "");
  if (!isLoopback(name) && name !== ownHost.toLowerCase()) {
    throw new ResendError(403, "invalid_access", "This mailbox answers to the names of its own machine only.");
  }
  if (isForeign(request)) throw new ResendError(403, "invalid_access", "Other sites may not call this mailbox.");
}

/** Another page may link here; it may not read, and least of all press a button, be it by a form. */
function isForeign(request: IncomingMessage): boolean {
  const site = getHeader(request, "sec-fetch-site");
  if (request.method === "GET" || request.method === "HEAD") {
    return site === "cross-site" && getHeader(request, "sec-fetch-mode") !== "navigate";
  }
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  const origin = getHeader(request, "origin");
  return origin !== undefined && origin !== `http://${getHeader(request, "host")}`;
}

function readHostName(host: string): string {
  return (/^\[([^\]]*)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/:\d+$/, "")).toLowerCase();
}

function isLoopback(name: string): boolean {
  if (name === "localhost" || name.endsWith(".localhost") || name === "::1") return true;
  return isIP(name) === 4 && name.startsWith("127.");
}
