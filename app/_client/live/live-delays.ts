/** Until the server says otherwise. */
export const RETRY_MS = 2_000;
const MAX_DELAY_MS = 30_000;

/** How long to wait before the next try: what the server asked for, longer after each failure, and never all at one moment. */
export function pickDelayMs(retryMs: number, failures: number, random: () => number = Math.random): number {
  const wanted = Math.max(retryMs, Math.min(MAX_DELAY_MS, RETRY_MS * 2 ** failures));
  return Math.round(wanted * (0.75 + random() / 2));
}

/** What a refusal asks for, with up to half as much again; null when it asks for nothing. */
export function readRetryAfterMs(headers: Headers, random: () => number = Math.random): number | null {
  const seconds = Number(headers.get("retry-after") ?? "");
  return seconds > 0 ? Math.round(seconds * 1_000 * (1 + random() / 2)) : null;
}
