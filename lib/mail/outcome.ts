/** How a try to send ended. `retry` may go out later, `quota` not before the provider's day or month ends, `rejected` never. */
export type Outcome =
  | { kind: "sent"; providerId: string }
  /** `isUncertain`: the provider may have taken it all the same. `isForAll`: any other mail would have been told the same. */
  | { kind: "retry"; afterSec: number; reason: string; isUncertain: boolean; isForAll: boolean }
  | { kind: "quota"; reason: string }
  | { kind: "rejected"; reason: string };

const DEFAULT_RETRY_SEC = 60;
const MAX_RETRY_SEC = 60 * 60;
/** The account, not the mail, is at fault: it can be mended while the mail waits. */
const ACCOUNT_FAULTS = new Set(["missing_api_key", "invalid_api_key", "restricted_api_key", "invalid_access"]);

interface Refusal {
  name: string;
  statusCode: number | null;
}

/** Decides by the error's name and status (resend.com/docs/api-reference/errors), never by its words. */
export function classifyRefusal(error: Refusal, headers: Record<string, string>): Outcome {
  const { name, statusCode } = error;
  if (name === "daily_quota_exceeded" || name === "monthly_quota_exceeded") return { kind: "quota", reason: name };
  if (name === "rate_limit_exceeded" || statusCode === 429) {
    return { kind: "retry", afterSec: readRetryAfter(headers), reason: name, isUncertain: false, isForAll: true };
  }
  if (name === "concurrent_idempotent_requests") {
    return { kind: "retry", afterSec: 10, reason: name, isUncertain: true, isForAll: false };
  }
  if (ACCOUNT_FAULTS.has(name) || statusCode === 401) {
    return { kind: "retry", afterSec: 300, reason: name, isUncertain: false, isForAll: true };
  }
  if (statusCode === null || statusCode >= 500 || statusCode === 408) {
    const isForAll = statusCode !== null && statusCode >= 500;
    return { kind: "retry", afterSec: readRetryAfter(headers), reason: name, isUncertain: true, isForAll };
  }
  return { kind: "rejected", reason: name };
}

function readRetryAfter(headers: Record<string, string>): number {
  const seconds = Number(headers["retry-after"] ?? headers["ratelimit-reset"] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, MAX_RETRY_SEC) : DEFAULT_RETRY_SEC;
}
