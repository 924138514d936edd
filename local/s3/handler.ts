import type { IncomingMessage, ServerResponse } from "node:http";
import { createId } from "@/lib/core/ids";
import { answerPreflight, setCorsHeaders } from "./cors";
import { sendError } from "./respond";
import { routeRequest } from "./route";
import type { S3Context } from "./s3-context";
import { S3Error, toS3Error } from "./s3-error";
import { parseRequest, type S3Request } from "./s3-request";
import { verifySignature } from "./sigv4";

/** Answers one request, whatever happens: a refusal in S3's words, or a closed connection once an answer has begun. */
export async function handleRequest(
  context: S3Context,
  source: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = createId();
  response.setHeader("x-amz-request-id", requestId);
  setCorsHeaders(source, response, context.allowedOrigins);
  try {
    if (source.method === "OPTIONS") return answerPreflight(source, response, context.allowedOrigins);
    const request = parseRequest(source, response);
    refuseForms(request);
    const payload = verifySignature(request, context.signingKey, context.clock.now());
    await routeRequest(context, request, payload);
  } catch (cause) {
    refuse(context, response, cause, requestId);
  }
}

/** A browser's form carries its signature in a POST policy, which R2 does not know either. */
function refuseForms(request: S3Request): void {
  if (!/^multipart\/form-data\b/i.test(request.header("content-type") ?? "") || request.method !== "POST") return;
  throw new S3Error(501, "NotImplemented", "POST policies are not supported. Use a presigned PUT.");
}

function refuse(context: S3Context, response: ServerResponse, cause: unknown, requestId: string): void {
  const { req: source } = response;
  const resource = (source.url ?? "/").split("?")[0] ?? "/";
  const isClientGone = source.destroyed && !source.complete;
  if (isClientGone || response.destroyed) {
    response.destroy();
    return;
  }
  const error = toS3Error(cause);
  if (error.status >= 500 && error.status !== 501) {
    context.report({ level: "error", message: `${source.method} ${resource}: ${error.code} (${requestId})`, cause });
  }
  if (response.headersSent) response.destroy();
  else sendError(response, error, resource, requestId);
}
