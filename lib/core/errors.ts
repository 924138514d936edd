/** The closed set of what can go wrong from a caller's point of view. Each maps to one HTTP status in `lib/http/problem.ts`. */
export type ErrorCode =
  | "invalid_input"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "gone"
  | "too_large"
  | "rate_limited"
  | "unavailable";

/** One field of the input that cannot be used, with the cure in a musician's words. */
export interface FieldIssue {
  field: string;
  message: string;
}

interface AppErrorOptions {
  cause?: unknown;
  fields?: FieldIssue[];
  retryAfterSec?: number;
}

const BRAND = Symbol.for("segno.expected-failure");

/**
 * An expected failure. `code` decides the status and the retry, `reason` names the case within a domain
 * (stable, snake_case, for programs), `message` is the sentence a person reads.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly [BRAND] = true;
  readonly fields: FieldIssue[];
  readonly retryAfterSec: number | undefined;

  constructor(
    readonly code: ErrorCode,
    readonly reason: string,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.fields = options.fields ?? [];
    this.retryAfterSec = options.retryAfterSec;
  }

  /**
   * Next.js holds modules of `instrumentation` and of routes twice: an error of the process's services is made by the one
   * and caught by the other.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== AppError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

/** A stranger and a missing row look the same, so that ids can't be probed. */
export function notFound(noun: string): AppError {
  return new AppError(
    "not_found",
    `${noun.replaceAll(" ", "_")}_not_found`,
    `There is no such ${noun}, or it was not shared with you.`,
  );
}
