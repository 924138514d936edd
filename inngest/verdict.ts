import { NonRetriableError, RetryAfterError } from "inngest";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { readDatabaseFailure } from "@/lib/db/failures";

/** Trying again can help only where the world, not the input, was wrong. */
const RETRIED: ReadonlySet<ErrorCode> = new Set(["unavailable", "rate_limited", "conflict"]);

/** A crowd that met a busy database would meet it again when it came back together. */
const BUSY_FROM_MS = 5_000;
const BUSY_SPREAD_MS = 10_000;

/** Says to the queue whether a failure is worth another try, and when. An unexpected error is. */
export function toVerdict(error: unknown): unknown {
  const failure = readDatabaseFailure(error);
  if (failure?.reason === "database_busy")
    return new RetryAfterError(failure.message, BUSY_FROM_MS + Math.random() * BUSY_SPREAD_MS, { cause: error });
  if (!(error instanceof AppError)) return error;
  if (!RETRIED.has(error.code)) return new NonRetriableError(error.message, { cause: error });
  if (error.retryAfterSec !== undefined)
    return new RetryAfterError(error.message, error.retryAfterSec * 1000, { cause: error });
  return error;
}

/** Runs one command of a step and turns its failure into the queue's terms. */
export async function withVerdict<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toVerdict(error);
  }
}
