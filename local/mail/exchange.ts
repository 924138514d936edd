import type { IncomingMessage, ServerResponse } from "node:http";
import { ResendError } from "./resend-error";

/** One request on its way through the server. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
}

/** Resend allows 40 MB a mail after encoding. */
const MAX_BODY_BYTES = 42 * 1024 * 1024;

/** The fields of a form. @throws ResendError 413 when it is too long, 415 when it is none. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(getHeader(request, "content-type") ?? "")) {
    throw new ResendError(415, "validation_error", "Send the body as a form.");
  }
  return new URLSearchParams((await readBody(request)).toString("utf8"));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new ResendError(413, "validation_error", "The request is larger than 40 MB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws ResendError 413 when it is too long, 400 when it is not JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(request);
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ResendError(400, "validation_error", "The body is not valid JSON.");
    throw error;
  }
}

export function sendJson(
  { response }: Exchange,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body), "utf8");
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(bytes);
}

/** Lower-case header, first value. */
export function getHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
