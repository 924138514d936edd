/** Why nothing was taken, or is not known to be. `retry` may go out later, `quota` not before the provider's day or month ends, `rejected` never. */
export type RefusedOutcome =
  /** `isUncertain`: the provider may have taken it all the same. `isForAll`: any other mail would have been told the same. */
  | { kind: "retry"; afterSec: number; reason: string; isUncertain: boolean; isForAll: boolean }
  | { kind: "quota"; reason: string }
  | { kind: "rejected"; reason: string };

/** How a try to send ended. `pauseSec`: the provider wants no further call for so long, 0 if it takes more at once. */
export type Outcome = { kind: "sent"; providerId: string; pauseSec: number } | RefusedOutcome;

/** How one mail of a batch fared that was taken as a whole. */
export type ItemOutcome = { kind: "sent"; providerId: string } | { kind: "rejected"; reason: string };

/** How a batch ended: `taken` says of each of its mails, in their order, what became of it. */
export type BatchOutcome = { kind: "taken"; items: ItemOutcome[]; pauseSec: number } | RefusedOutcome;

const DEFAULT_RETRY_SEC = 60;
const MAX_RETRY_SEC = 60 * 60;
/** The account, not the mail, is at fault: it can be mended while the mail waits. */
const ACCOUNT_FAULTS = new Set(["missing_api_key", "invalid_api_key", "restricted_api_key", "invalid_access"]);

interface Refusal {
  name: string;
  statusCode: number | null;
}

/** Decides by the error's name and status (resend.com/docs/api-reference/errors), never by its words. */
export function classifyRefusal(error: Refusal, headers: Record<string, string>): RefusedOutcome {
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

/** How long an answer that took the mail asks to wait: its `Retry-After`, or until the window whose last call it was ends. */
export function readPause(headers: Record<string, string>): number {
  const isLast = headers["ratelimit-remaining"]?.trim() === "0";
  return isLast || headers["retry-after"] !== undefined ? readSeconds(headers, 0) : 0;
}

/** What the provider answers to a batch that it took, in its permissive way. */
export interface BatchAnswer {
  data?: { id?: string }[];
  errors?: { index?: number; message?: string }[];
}

/**
 * Which mail of a batch got which id: those that were taken stand in `data` in the order they were given, those that were
 * not in `errors` with their place. Null for an answer that does not account for every mail once.
 */
export function matchItems(answer: BatchAnswer, count: number): ItemOutcome[] | null {
  const refused = new Set((answer.errors ?? []).map(({ index }) => index ?? -1));
  const ids = (answer.data ?? []).map(({ id }) => id);
  const isWhole = [...refused].every((index) => Number.isInteger(index) && index >= 0 && index < count);
  if (!isWhole || ids.length + refused.size !== count) return null;
  if (!ids.every(Boolean)) return null;
  const left = ids.values();
  return Array.from({ length: count }, (_, place): ItemOutcome => {
    if (refused.has(place)) return { kind: "rejected", reason: "validation_error" };
    return { kind: "sent", providerId: left.next().value ?? "" };
  });
}

function readRetryAfter(headers: Record<string, string>): number {
  return readSeconds(headers, DEFAULT_RETRY_SEC);
}

function readSeconds(headers: Record<string, string>, otherwise: number): number {
  const seconds = Number(headers["retry-after"] ?? headers["ratelimit-reset"] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, MAX_RETRY_SEC) : otherwise;
}
