import { z } from "zod";
import { AppError, notFound } from "@/lib/core/errors";
import { type Exchange, type Handler, requireLoopback, requireSigningKey } from "./api-exchange";
import { cancelOne, drain, pauseFunction, replayOne, resume, resumeFunction } from "./control-api";
import { parseJsonBody, readBody, sendJson } from "./http-io";
import type { Journal } from "./journal";
import { limits } from "./limits";
import { checkpointSchema } from "./protocol";
import { receiveEvents } from "./receive-events";
import { readEventRuns, readEventView, readRunView } from "./run-views";
import { isSameSecret } from "./signing";

export const routes: [method: string, path: RegExp, handler: Handler][] = [
  ["POST", /^\/e\/([^/]+)$/, takeEvents],
  ["POST", /^\/v1\/checkpoint\/([^/]+)\/async$/, takeCheckpoint],
  ["POST", /^\/fn\/register()$/, takeRegistration],
  ["PUT", /^\/fn\/register()$/, takeRegistration],
  ["GET", /^\/v1\/events\/([^/]+)$/, look(readEventView)],
  ["GET", /^\/v1\/events\/([^/]+)\/runs$/, look(readEventRuns)],
  ["GET", /^\/v1\/runs\/([^/]+)$/, look(readRunView)],
  ["GET", /^\/v1\/apps\/([^/]+)\/functions$/, listFunctions],
  ["DELETE", /^\/v1\/runs\/([^/]+)$/, cancelOne],
  ["POST", /^\/v1\/runs\/([^/]+)\/cancel$/, cancelOne],
  ["POST", /^\/v1\/runs\/([^/]+)\/replay$/, replayOne],
  ["POST", /^\/v1\/functions\/([^/]+)\/pause$/, pauseFunction],
  ["POST", /^\/v1\/functions\/([^/]+)\/resume$/, resumeFunction],
  ["POST", /^\/v1\/drain()$/, drain],
  ["POST", /^\/v1\/resume()$/, resume],
  ["GET", /^\/stats()$/, answerStats],
  ["GET", /^\/health()$/, answerHealth],
  ["POST", /^\/v0\/connect\/(.+)$/, refuseUnbuilt("connect")],
  ["POST", /^\/v1\/(signals)$/, refuseUnbuilt("signals")],
  ["POST", /^\/v1\/realtime\/(.+)$/, refuseUnbuilt("realtime")],
];

async function takeEvents({ request, response, options, param }: Exchange): Promise<void> {
  if (!isSameSecret(param, options.eventKey)) {
    throw new AppError("unauthenticated", "bad_event_key", "The event key is not the one of this server.");
  }
  const body = parseJsonBody(await readBody(request, limits.requestBytes));
  const seed = request.headers["x-inngest-event-id-seed"];
  const ids = await receiveEvents(options, body, typeof seed === "string" ? seed : undefined);
  sendJson(response, 200, { ids, status: 200 });
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
function takeRegistration(exchange: Exchange): void {
  const { request, response, options } = exchange;
  requireSigningKey(exchange);
  request.resume();
  options.onSyncWanted();
  sendJson(response, 200, { ok: true, modified: false });
}

/** The functions of an app, as a bare list: so does Inngest's own server (pkg/api/apiv1, GetAppFunctions). @throws AppError not_found. */
function listFunctions(exchange: Exchange): void {
  requireSigningKey(exchange);
  const { response, options, param } = exchange;
  const { apps, functions } = options.journal.state;
  const ofApp = [...apps.values()].filter(({ appId }) => appId === param).flatMap(({ functionIds }) => functionIds);
  if (ofApp.length === 0) throw notFound("app");
  const listed = [...new Set(ofApp)].map((id) => ({ id, slug: id, name: functions.get(id)?.name ?? id }));
  sendJson(response, 200, listed);
}

function look(read: (journal: Journal, id: string) => Promise<unknown>): Handler {
  return async (exchange) => {
    requireLoopback(exchange);
    sendJson(exchange.response, 200, { data: await read(exchange.options.journal, exchange.param) });
  };
}

function answerStats(exchange: Exchange): void {
  requireLoopback(exchange);
  sendJson(exchange.response, 200, exchange.options.readStats());
}

function answerHealth({ options, response }: Exchange): void {
  const { journal, engine } = options;
  const status = journal.isHalted ? "halted" : journal.isBlocked ? "disk full" : "ok";
  sendJson(response, status === "ok" ? 200 : 503, { status, isPaused: engine.isPaused });
}

function refuseUnbuilt(what: string): Handler {
  return ({ request, response }) => {
    request.resume();
    sendJson(response, 501, { status: 501, error: `This server does not build ${what}.`, reason: "not_built" });
  };
}
