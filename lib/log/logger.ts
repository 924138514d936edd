import { type DestinationStream, type Logger, pino } from "pino";
import { readTrace } from "./trace";

export type { Logger };

/** Names of fields whose value never reaches a log, wherever they stand in what is logged. */
const SECRET_FIELDS = [
  "password",
  "token",
  "authorization",
  "cookie",
  "secret",
  "apiKey",
  "authSecret",
  "secretAccessKey",
  "signingKey",
  "eventKey",
  "passwordHash",
  "url.query",
];

/**
 * A JSON-lines logger that hides secrets, and names the request and the run that a line is part of. `level` is one of pino's
 * level names; it writes to standard output if not told.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const mixin = () => ({ ...readTrace() });
  const options = { level, base: { pid: process.pid }, mixin, redact: { paths, censor: "[hidden]" } };
  return destination ? pino(options, destination) : pino(options);
}
