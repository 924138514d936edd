import { AppError, type ErrorCode, type FieldIssue } from "@/lib/core/errors";

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

export function toProblem(error: unknown, requestId: string): Problem {
  if (!(error instanceof AppError)) {
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
    title: error.code,
    status: STATUS[error.code],
    detail: error.message,
    code: error.code,
    reason: error.reason,
    requestId,
    ...(error.fields.length > 0 ? { fields: error.fields } : {}),
  };
}

export function problemResponse(error: unknown, requestId: string): Response {
  const problem = toProblem(error, requestId);
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  });
  if (error instanceof AppError && error.retryAfterSec !== undefined) {
    headers.set("retry-after", String(Math.ceil(error.retryAfterSec)));
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
