import { NonRetriableError, RetryAfterError } from "inngest";
import { AppError, type ErrorCode } from "@/lib/core/errors";

/** Trying again can help only where the world, not the input, was wrong. */
const RETRIED: ReadonlySet<ErrorCode> = new Set(["unavailable", "rate_limited", "conflict"]);

/** Says to the queue whether a failure is worth another try. An unexpected error is. */
export function toVerdict(error: unknown): unknown {
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
