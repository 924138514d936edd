import { type Logger, pino } from "pino";

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

/** A JSON-lines logger that hides secrets. `level` is one of pino's level names. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: "[hidden]" },
  });
}
