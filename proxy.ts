import { type NextRequest, NextResponse } from "next/server";
import { readConfig } from "@/lib/config/config";
import { findOwnAddress, leadTo } from "@/lib/http/own-address";

/**
 * The style sheet that the toast library writes at run time, and the empty one it writes before. Its rules are also in
 * globals.css, so a changed hash costs a line on the console and nothing else.
 */
const TOAST_STYLES = [
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
].join(" ");

/** What a page may load and where it may speak to. Storage is the one other origin: parts go there, sound comes from there. */
function buildPolicy(nonce: string, storageOrigin: string, isDevelopment: boolean): string {
  const scripts = `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`;
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
    `style-src 'self' 'nonce-${nonce}' ${TOAST_STYLES}`,
    // Positions of floating panels and the playhead are style attributes, which can run nothing.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${storageOrigin}`,
    `media-src 'self' ${storageOrigin}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Gives every page its own nonce, and leads who came by another name of this machine to the page's own address. It decides nothing about access: every handler and page does that itself. */
export function proxy(request: NextRequest): Response {
  const { role, app, s3 } = readConfig();
  if (role === "worker")
    return new NextResponse(`This process does the queue's work alone. Segno is at ${app.url}.\n`, { status: 503 });
  const path = request.nextUrl.pathname + request.nextUrl.search;
  const ownAddress = findOwnAddress(request.headers.get("host"), path, app.url);
  if (ownAddress !== null) return leadTo(ownAddress);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const storageOrigin = new URL(s3.publicEndpoint).origin;
  const policy = buildPolicy(nonce, storageOrigin, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-path", path);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

// Not the API, whose bodies Next.js would cut at 10 MB behind a proxy and whose answers have a policy of their own.
export const config = { matcher: ["/((?!api/|_next/static|_next/image).*)"] };
