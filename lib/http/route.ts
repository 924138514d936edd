import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { PersonActor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { readDatabaseFailure } from "@/lib/db/failures";
import { withTrace } from "@/lib/log/trace";
import { getServices, type Services } from "@/lib/services";
import { parseInput, readJson } from "./body";
import { problemResponse } from "./problem";
import { requireWeb } from "./role";
import { checkSameOrigin } from "./same-origin";
import { readActor } from "./session";

export interface RouteContext<Params, Query, Body> {
  services: Services;
  /** Null for somebody not signed in; commands ask for a person where they need one. */
  actor: PersonActor | null;
  params: Params;
  query: Query;
  body: Body;
  request: Request;
  requestId: string;
}

interface RouteOptions<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params?: P;
  query?: Q;
  body?: B;
  /** The call brings its own proof and heeds no cookie, so another site may make it. */
  allowsCrossOrigin?: true;
}

/** Next.js leaves `params` undefined for a path without parameters. */
type NextContext = { params: Promise<Record<string, string | string[]> | undefined> };

const nothing = z.object({});

/**
 * Wraps a handler: same-origin check, actor, parsed input, problem+json for every failure, a request id on every answer.
 * The handler answers a `Response`, or a value that becomes JSON with status 200 (204 for `undefined`).
 */
export function route<
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(
  options: RouteOptions<P, Q, B>,
  handler: (context: RouteContext<z.output<P>, z.output<Q>, z.output<B>>) => Promise<unknown>,
): (request: Request, context: NextContext) => Promise<Response> {
  const answer = async (request: Request, context: NextContext, requestId: string): Promise<Response> => {
    try {
      const services = getServices();
      requireWeb(services.config);
      if (!options.allowsCrossOrigin) checkSameOrigin(request, services.config.app.url);
      const result = await handler({
        services,
        requestId,
        request,
        actor: await readActor(services, request.headers),
        params: parsePath(options.params ?? nothing, (await context.params) ?? {}) as z.output<P>,
        query: parseInput(options.query ?? nothing, readQuery(request)) as z.output<Q>,
        body: (options.body ? parseInput(options.body, await readJson(request)) : {}) as z.output<B>,
      });
      return toResponse(result, requestId);
    } catch (error) {
      logFailure(error, request, requestId);
      return problemResponse(error, requestId);
    }
  };
  return (request, context) => {
    const requestId = randomUUID();
    return withTrace({ requestId }, () => answer(request, context, requestId));
  };
}

/** Answers 201 with a JSON body. */
export function created(value: unknown): Response {
  return Response.json(value, { status: 201 });
}

/** Answers 302 to another address, which holds for this reader and a while only. */
export function redirectTo(url: string): Response {
  return new Response(null, { status: 302, headers: { location: url } });
}

function readQuery(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** An ill-formed id in a path names nothing, so it is "not found" like any other unknown id. */
function parsePath<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  throw new AppError("not_found", "bad_path", "There is nothing at this address.");
}

function toResponse(result: unknown, requestId: string): Response {
  const response =
    result instanceof Response
      ? result
      : result === undefined
        ? new Response(null, { status: 204 })
        : Response.json(result);
  const headers = new Headers(response.headers);
  headers.set("x-request-id", requestId);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  return new Response(response.body, { status: response.status, headers });
}

function logFailure(error: unknown, request: Request, requestId: string): void {
  const fields = { requestId, method: request.method, path: hideSecrets(new URL(request.url).pathname) };
  const { log } = getServices();
  const passing = readDatabaseFailure(error);
  if (error instanceof AppError) log.info({ ...fields, code: error.code, reason: error.reason }, "refused");
  else if (passing) log.warn({ ...fields, reason: passing.reason, err: error }, "not possible just now");
  else log.error({ ...fields, err: error }, "failed");
}

/** An invite's link is a key as long as nobody has used it: it stays out of the log. */
function hideSecrets(path: string): string {
  return path.replace(/^(\/api\/invites\/)(?!accept$).+/, "$1[hidden]");
}
