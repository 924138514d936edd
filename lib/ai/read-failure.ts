import type { AiFailure } from "./ai-failure";

/** What went wrong in one call. `detail` is for the host's log. */
export interface CallFailure {
  reason: AiFailure;
  status: number | null;
  retryAfterSec?: number;
  detail: string | null;
}

/** Waiting longer than this is for a person to decide. */
const LONGEST_RETRY_AFTER_SEC = 600;
const LONGEST_DETAIL_CHARS = 200;

/** The part of the SDK's error that is read; none of it is passed on whole. */
interface ApiError {
  statusCode?: number;
  responseHeaders?: Record<string, string>;
  message: string;
  cause?: unknown;
}

/** Tells a failed HTTP exchange by its status and headers. `isOver` says that it was ended by its time limit. */
export function readFailure(error: ApiError, isOver: boolean, now: number): CallFailure {
  const status = error.statusCode ?? null;
  if (isOver) return { reason: "ai_slow", status, detail: null };
  const reason = tellReason(status, error.cause);
  // Refusals of a key repeat a part of it.
  const detail = reason === "ai_key_refused" ? null : error.message.slice(0, LONGEST_DETAIL_CHARS);
  return { reason, status, detail, retryAfterSec: readRetryAfter(error.responseHeaders ?? {}, now) };
}

function tellReason(status: number | null, cause: unknown): AiFailure {
  if (status === null) return "ai_down";
  if (status < 300) return isCutOff(cause) ? "ai_down" : "ai_unreadable";
  if (status === 429) return "ai_busy";
  if (status === 401 || status === 403) return "ai_key_refused";
  if (status === 408 || status >= 500) return "ai_down";
  return "ai_request_refused";
}

/** An answer that ended in its midst is the network's failure, not the model's. */
function isCutOff(cause: unknown): boolean {
  return cause instanceof TypeError || (cause instanceof Error && "code" in cause);
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function readRetryAfter(headers: Record<string, string>, now: number): number | undefined {
  const value = headers["retry-after"];
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - now) / 1000);
  return seconds > 0 ? Math.min(seconds, LONGEST_RETRY_AFTER_SEC) : undefined;
}
