const retryDelaysSec = [15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600, 7_200];
const unreachableDelaysSec = [1, 2, 5, 10, 15];
const jitterMs = 30_000;
const minRetryAfterMs = 1_000;
const maxRetryAfterMs = 24 * 3_600_000;

function pickDelaySec(table: number[], index: number): number {
  return table[Math.min(index, table.length - 1)] ?? 0;
}

/** Wait before attempt `attempt + 1`: the real server's table plus 0-30 s of jitter (its pkg/backoff/backoff.go). */
export function computeBackoffMs(attempt: number, random: () => number = Math.random): number {
  return pickDelaySec(retryDelaysSec, attempt) * 1_000 + Math.floor(random() * jitterMs);
}

/** Wait before an app that refuses connections is tried again. */
export function computeUnreachableDelayMs(tries: number): number {
  return pickDelaySec(unreachableDelaysSec, tries) * 1_000;
}

/** A `retry-after` header (seconds or HTTP date) as a wait in ms, clamped to 1 s … 24 h; undefined when unreadable. */
export function parseRetryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = /^\d{1,7}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(maxRetryAfterMs, Math.max(minRetryAfterMs, waitMs));
}
