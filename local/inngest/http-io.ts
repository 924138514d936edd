import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import { AppError } from "@/lib/core/errors";
import type { JsonValue } from "./protocol";

/** @throws AppError too_large beyond `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    // The rest is read and thrown away, so that the sender gets the answer instead of a broken connection.
    if (sizeBytes <= maxBytes) chunks.push(chunk);
    else if (sizeBytes > 4 * maxBytes) break;
  }
  if (sizeBytes > maxBytes)
    throw new AppError("too_large", "body_too_large", `The body has at most ${maxBytes} bytes.`);
  return Buffer.concat(chunks).toString("utf8");
}

/** @throws AppError invalid_input when the text is not JSON. */
export function parseJsonBody(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new AppError("invalid_input", "bad_json", "The body is not valid JSON.", { cause: error });
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, "application/json; charset=utf-8", JSON.stringify(body));
}

export function sendText(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(text);
}

/**
 * Whether a Host header can be meant for us. A page that rebinds its own name to this address sends that name, so only
 * addresses, localhost and the name we were told to listen on pass.
 */
export function isAllowedHost(header: string | undefined, ownHost: string): boolean {
  if (header === undefined || !URL.canParse(`http://${header}`)) return false;
  const name = new URL(`http://${header}`).hostname;
  return name === "localhost" || name === ownHost || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

export function isFromLoopback({ socket }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? "";
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}

const ownSites = ["same-origin", "none"];

/**
 * Whether a request that changes something comes from our own page or from a program, not from another site: browsers
 * say so in `Sec-Fetch-Site`, and name the page's origin with every request that may change something.
 */
export function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (typeof site === "string" && !ownSites.includes(site)) return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
