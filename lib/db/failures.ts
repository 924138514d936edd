import { AppError } from "@/lib/core/errors";

type Reason = "database_busy" | "database_slow" | "database_down";

const TOLD: Record<Reason, { message: string; retryAfterSec: number }> = {
  database_busy: { message: "Segno has more to do than it can at the moment.", retryAfterSec: 3 },
  database_slow: { message: "This took Segno's database too long.", retryAfterSec: 3 },
  database_down: { message: "Segno's database does not answer.", retryAfterSec: 5 },
};

/** Prisma's codes, the kinds of its driver's errors, and PostgreSQL's own codes (its manual, appendix A). */
const REASONS: Record<string, Reason> = {
  P2024: "database_busy",
  P2037: "database_busy",
  "53300": "database_busy",
  TooManyConnections: "database_busy",
  P2028: "database_slow",
  "57014": "database_slow",
  P1001: "database_down",
  P1002: "database_down",
  P1017: "database_down",
  DatabaseNotReachable: "database_down",
  ConnectionClosed: "database_down",
  "57P01": "database_down",
  "57P02": "database_down",
  "57P03": "database_down",
};

/** What has no code, or the same for two conditions. */
const MESSAGES: readonly (readonly [RegExp, Reason])[] = [
  [/Unable to start a transaction in the given time/, "database_busy"],
  [/^timeout exceeded when trying to connect/, "database_busy"],
  [/^Connection terminated/, "database_down"],
];

/**
 * The condition of the database that an error comes from, as a failure that passes: it is busy, slow or away. Undefined when
 * the error is of what was asked, or of something else. Told by its marks, since a class is there once for each copy of a module.
 */
export function readDatabaseFailure(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined;
  const reason =
    MESSAGES.find(([pattern]) => pattern.test(error.message))?.[1] ??
    listMarks(error).flatMap((mark) => REASONS[mark] ?? [])[0];
  if (!reason) return undefined;
  const { message, retryAfterSec } = TOLD[reason];
  const text = `${message} Nothing you entered is lost; try again in a moment.`;
  return new AppError("unavailable", reason, text, { cause: error, retryAfterSec });
}

interface DriverFailure {
  meta?: { driverAdapterError?: { cause?: { kind?: unknown; code?: unknown; originalCode?: unknown } } };
}

function listMarks(error: Error & { code?: unknown }): string[] {
  const { kind, code, originalCode } = (error as DriverFailure).meta?.driverAdapterError?.cause ?? {};
  return [error.code, kind, code, originalCode].filter((mark) => typeof mark === "string");
}
