import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { Engine } from "./engine";
import { isAllowedHost, isSameOrigin, parseJsonBody, readBody, sendJson, sendText } from "./http-io";
import type { Journal } from "./journal";
import { limits } from "./limits";
import { findPageFile } from "./page-files";
import { checkpointSchema } from "./protocol";
import { receiveEvents } from "./receive-events";
import type { Report } from "./reports";
import { readEventRuns, readEventView, readRunView, replayRun } from "./run-views";
import { hashSigningKey, isSameSecret } from "./signing";
import type { InngestStats } from "./stats";

export interface ApiOptions {
  journal: Journal;
  engine: Engine;
  host: string;
  eventKey: string;
  signingKey: string;
  nowMs: () => number;
  isWaitingForApps: () => boolean;
  readStats: () => InngestStats;
  onSyncWanted: () => void;
  onReport: Report;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  options: ApiOptions;
  /** The variable part of the path. */
  param: string;
}

type Handler = (exchange: Exchange) => Promise<void> | void;

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

const routes: [method: string, path: RegExp, handler: Handler][] = [
  ["POST", /^\/e\/([^/]+)$/, takeEvents],
  ["POST", /^\/v1\/checkpoint\/([^/]+)\/async$/, takeCheckpoint],
  ["POST", /^\/fn\/register()$/, takeRegistration],
  ["PUT", /^\/fn\/register()$/, takeRegistration],
  [
    "GET",
    /^\/v1\/events\/([^/]+)$/,
    async ({ options, response, param }) => {
      sendJson(response, 200, { data: await readEventView(options.journal, param) });
    },
  ],
  [
    "GET",
    /^\/v1\/events\/([^/]+)\/runs$/,
    async ({ options, response, param }) => {
      sendJson(response, 200, { data: await readEventRuns(options.journal, param) });
    },
  ],
  [
    "GET",
    /^\/v1\/runs\/([^/]+)$/,
    async ({ options, response, param }) => {
      sendJson(response, 200, { data: await readRunView(options.journal, param) });
    },
  ],
  ["POST", /^\/v1\/runs\/([^/]+)\/replay$/, takeReplay],
  ["GET", /^\/stats()$/, ({ options, response }) => sendJson(response, 200, options.readStats())],
  [
    "GET",
    /^\/health()$/,
    ({ options, response }) => {
      const { isHalted } = options.journal;
      sendJson(response, isHalted ? 503 : 200, {
        status: isHalted ? "halted" : "ok",
        isPaused: options.engine.isPaused,
      });
    },
  ],
];

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
    const ids = status === 400 || status === 413 ? { ids: [] } : {};
    return sendJson(response, status, { ...ids, status, error: error.message, reason: error.reason });
  }
  options.onReport({
    kind: "request_failed",
    reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  sendJson(response, 500, { status: 500, error: "The server failed on this request." });
}

async function takeEvents({ request, response, options, param }: Exchange): Promise<void> {
  if (!isSameSecret(param, options.eventKey)) {
    throw new AppError("unauthenticated", "bad_event_key", "The event key is not the one of this server.");
  }
  const body = parseJsonBody(await readBody(request, limits.requestBytes));
  const seed = request.headers["x-inngest-event-id-seed"];
  const ids = await receiveEvents(options, body, typeof seed === "string" ? seed : undefined);
  sendJson(response, 200, { ids, status: 200 });
}

function requireSigningKey({ request, options }: Exchange): void {
  const bearer = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
  if (isSameSecret(bearer, hashSigningKey(options.signingKey))) return;
  throw new AppError("unauthenticated", "bad_signing_key", "The bearer does not match the signing key of this server.");
}

async function takeCheckpoint(exchange: Exchange): Promise<void> {
  const { request, response, options, param } = exchange;
  requireSigningKey(exchange);
  const parsed = checkpointSchema.safeParse(parseJsonBody(await readBody(request, limits.checkpointBytes)));
  if (!parsed.success) throw new AppError("invalid_input", "bad_checkpoint", z.prettifyError(parsed.error));
  const verdict = await options.engine.calls.checkpoint(param, parsed.data.qi_id, parsed.data.steps);
  if (verdict === "stale")
    throw new AppError("conflict", "stale_dispatch", "This call does not hold the run any more.");
  if (verdict === "refused") {
    throw new AppError(
      "invalid_input",
      "not_checkpointed",
      "These steps can't be checkpointed. Return them in the reply.",
    );
  }
  sendJson(response, 200, { data: {} });
}

/** An app that registers itself is asked for its functions at the address that was configured, never at the one it names. */
function takeRegistration({ request, response, options }: Exchange): void {
  request.resume();
  options.onSyncWanted();
  sendJson(response, 200, { ok: true, modified: false });
}

async function takeReplay({ request, response, options, param }: Exchange): Promise<void> {
  if (!isSameOrigin(request)) throw new AppError("forbidden", "bad_origin", "Other sites may not replay runs.");
  const runId = await replayRun(options.journal, param, options.nowMs());
  sendJson(response, 201, { data: { run_id: runId } });
}
