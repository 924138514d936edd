import type { ServerResponse } from "node:http";
import type { S3Error } from "./s3-error";
import { textElement, xmlDocument } from "./xml";

export function sendEmpty(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, status === 204 || status === 304 ? headers : { "Content-Length": "0", ...headers });
  response.end();
}

export function sendXml(
  response: ServerResponse,
  root: string,
  children: readonly string[],
  headers: Record<string, string> = {},
): void {
  const body = xmlDocument(root, children);
  response.writeHead(200, { "Content-Type": "application/xml", "Content-Length": Buffer.byteLength(body), ...headers });
  response.end(body);
}

const maxDrainBytes = 64 * 1024 ** 2;

/**
 * A refusal as S3's XML. A body still on its way is read to its end when it is small: closing under a sender's feet would
 * make a browser report a network error in place of the reason.
 */
export function sendError(response: ServerResponse, error: S3Error, resource: string, requestId: string): void {
  const { req } = response;
  const isBodiless = req.method === "HEAD" || error.status === 304;
  const body = isBodiless
    ? ""
    : `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${[
        textElement("Code", error.code),
        textElement("Message", error.message),
        textElement("Resource", resource),
        textElement("RequestId", requestId),
      ].join("")}</Error>`;
  const isAwaitingContinue = req.headers.expect !== undefined;
  const mayDrain = !isAwaitingContinue && Number(req.headers["content-length"] ?? 0) <= maxDrainBytes;
  response.writeHead(error.status, {
    "Content-Type": "application/xml",
    "Content-Length": Buffer.byteLength(body),
    ...(req.complete || mayDrain ? {} : { Connection: "close" }),
    ...error.headers,
  });
  response.end(body);
  if (!req.complete) req.resume();
}
