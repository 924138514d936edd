import { AppError, type ErrorCode, type FieldIssue } from "@/lib/core/errors";
import { readDatabaseFailure } from "@/lib/db/failures";

const STATUS: Record<ErrorCode, number> = {
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

/** RFC 9457 problem details. `fields` names what to change, `requestId` is what to quote to an operator. */
export interface Problem {
  type: "about:blank";
  title: string;
  status: number;
  detail: string;
  code: ErrorCode | "internal";
  reason: string;
  requestId: string;
  fields?: FieldIssue[];
}

/** What a caller can be told of it; undefined for what nobody foresaw. */
export function readFailure(error: unknown): AppError | undefined {
  return error instanceof AppError ? error : readDatabaseFailure(error);
}

export function problemResponse(error: unknown, requestId: string): Response {
  const failure = readFailure(error);
  const problem = toProblem(failure, requestId);
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  });
  if (failure?.retryAfterSec !== undefined) headers.set("retry-after", String(Math.ceil(failure.retryAfterSec)));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

function toProblem(failure: AppError | undefined, requestId: string): Problem {
  if (!failure) {
    return {
      type: "about:blank",
      title: "internal",
      status: 500,
      detail: "Something went wrong on our side. Nothing you entered is lost; try again in a moment.",
      code: "internal",
      reason: "unexpected",
      requestId,
    };
  }
  return {
    type: "about:blank",
    title: failure.code,
    status: STATUS[failure.code],
    detail: failure.message,
    code: failure.code,
    reason: failure.reason,
    requestId,
    ...(failure.fields.length > 0 ? { fields: failure.fields } : {}),
  };
}
