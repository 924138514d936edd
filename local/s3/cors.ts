import type { IncomingMessage, ServerResponse } from "node:http";
import { sendEmpty } from "./respond";
import { S3Error } from "./s3-error";

// The very rule that a production bucket is given: what is refused there is refused here.
const allowedMethods = ["GET", "HEAD", "PUT"];
const allowedHeaders = ["content-type", "x-amz-checksum-sha256", "range"];
const exposedHeaders = [
  "ETag",
  "Content-Range",
  "Content-Length",
  "Accept-Ranges",
  "x-amz-checksum-sha256",
  "x-amz-request-id",
];
const maxAgeSec = 3600;

/** Set before anything can fail, so that a page can read the reason of a refusal too. */
export function setCorsHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  allowedOrigins: readonly string[],
): void {
  response.setHeader("Vary", "Origin");
  const { origin } = request.headers;
  if (!origin || !allowedOrigins.includes(origin)) return;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Expose-Headers", exposedHeaders.join(", "));
}

/** @throws S3Error AccessForbidden when the origin, the method or a header is not in the rule. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  allowedOrigins: readonly string[],
): void {
  const { origin, "access-control-request-method": method, "access-control-request-headers": names } = request.headers;
  const wanted = (names ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const isAllowed =
    origin !== undefined &&
    allowedOrigins.includes(origin) &&
    allowedMethods.includes(method ?? "") &&
    wanted.every((name) => allowedHeaders.includes(name));
  if (!isAllowed) throw new S3Error(403, "AccessForbidden", "CORSResponse: This CORS request is not allowed.");
  sendEmpty(response, 204, {
    "Access-Control-Allow-Methods": allowedMethods.join(", "),
    "Access-Control-Allow-Headers": allowedHeaders.join(", "),
    "Access-Control-Max-Age": String(maxAgeSec),
  });
}
