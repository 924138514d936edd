import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { type ApiOptions, requireLoopback } from "./api-exchange";
import { isAllowedHost, sendJson, sendText } from "./http-io";
import { findPageFile } from "./page-files";
import { routes } from "./routes";

const statusByCode: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
};

/** Answers one request; every failure becomes a status and a sentence. */
export async function handleRequest(
  options: ApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isAllowedHost(request.headers.host, options.host)) {
      throw new AppError("forbidden", "bad_host", "This server answers to its address and to localhost only.");
    }
    await dispatch(options, request, response);
  } catch (error) {
    sendFailure(options, response, error);
  }
}

async function dispatch(options: ApiOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (method === "GET") {
    const file = findPageFile(pathname);
    if (file !== null) {
      requireLoopback({ request, response, options, param: "" });
      response.setHeader("content-security-policy", file.policy);
      return sendText(response, 200, file.contentType, file.text);
    }
  }
  const matching = routes.filter(([, path]) => path.test(pathname));
  const [, path, handler] = matching.find(([allowed]) => allowed === method) ?? [];
  if (path !== undefined && handler !== undefined) {
    const param = decodeParam(path.exec(pathname)?.[1] ?? "");
    return handler({ request, response, options, param });
  }
  if (matching.length > 0) {
    response.setHeader("allow", matching.map(([allowed]) => allowed).join(", "));
    return sendJson(response, 405, {
      error: `Use ${matching.map(([allowed]) => allowed).join(" or ")} here.`,
      status: 405,
    });
  }
  throw new AppError("not_found", "no_such_route", `There is nothing at ${pathname}.`);
}

function decodeParam(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new AppError("invalid_input", "bad_path", "The path is not properly encoded.", { cause: error });
  }
}

function sendFailure(options: ApiOptions, response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  if (error instanceof AppError) {
    const status = statusByCode[error.code];
    if (status === 503) response.setHeader("retry-after", "5");
    const ids = status === 400 || status === 413 ? { ids: [] } : {};
    return sendJson(response, status, { ...ids, status, error: error.message, reason: error.reason });
  }
  options.onReport({
    kind: "request_failed",
    reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  sendJson(response, 500, { status: 500, error: "The server failed on this request." });
}
