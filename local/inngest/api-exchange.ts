import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import type { Engine } from "./engine";
import { isFromLoopback, isSameOrigin } from "./http-io";
import type { Journal } from "./journal";
import type { Report } from "./reports";
import { hashSigningKey, isSameSecret } from "./signing";
import type { InngestStats } from "./stats";

export interface ApiOptions {
  journal: Journal;
  engine: Engine;
  host: string;
  eventKey: string;
  signingKey: string;
  maxOpenRuns: number;
  nowMs: () => number;
  isWaitingForApps: () => boolean;
  readStats: () => InngestStats;
  onSyncWanted: () => void;
  onReport: Report;
}

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  options: ApiOptions;
  /** The variable part of the path. */
  param: string;
}

export type Handler = (exchange: Exchange) => Promise<void> | void;

function hasSigningKey({ request, options }: Exchange): boolean {
  const bearer = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
  return isSameSecret(bearer, hashSigningKey(options.signingKey));
}

/** For what the SDK calls. @throws AppError unauthenticated. */
export function requireSigningKey(exchange: Exchange): void {
  if (hasSigningKey(exchange)) return;
  throw new AppError("unauthenticated", "bad_signing_key", "The bearer does not match the signing key of this server.");
}

/** For what people look at: from this machine, or with the signing key. @throws AppError forbidden. */
export function requireLoopback(exchange: Exchange): void {
  if (isFromLoopback(exchange.request) || hasSigningKey(exchange)) return;
  throw new AppError("forbidden", "not_loopback", "Only this machine, or a bearer of the signing key, may look here.");
}

/** For what people change: the same, and never on behalf of another site's page. @throws AppError forbidden. */
export function requireControl(exchange: Exchange): void {
  requireLoopback(exchange);
  if (isSameOrigin(exchange.request)) return;
  throw new AppError("forbidden", "bad_origin", "Other sites may not change anything here.");
}
