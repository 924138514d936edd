import { DateTime } from "luxon";

const MINUTE_MS = 60 * 1000;
const QUARTER_MS = 15 * MINUTE_MS;
/** How often one looks whether quiet hours have ended. */
export const QUIET_LOOK_MS = QUARTER_MS;
/** With a single hour a day that is not quiet, our patience takes two days, and the hour that a change of the clocks adds. */
const FARTHEST_MS = 50 * 60 * MINUTE_MS;

/** After the last thing in a place one waits so long whether another follows; but not longer than this after the first. */
export const SETTLE_MS = 2 * MINUTE_MS;
export const LONGEST_WAIT_MS = 10 * MINUTE_MS;
/** Two mails about one place are so far apart, at least. */
export const APART_MS = 20 * MINUTE_MS;
/** What nobody could be told of within so much time outside of quiet hours is no news "at once" any more: the digest tells it. */
export const AT_ONCE_PATIENCE_MS = 120 * MINUTE_MS;

/** From which hour on somebody wants quiet, and until which, as a clock on their wall shows them. */
export interface QuietWish {
  timeZone: string;
  quietFrom: number | null;
  quietTo: number | null;
}

/** Whether the clock on the reader's wall shows a quiet hour; one that is skipped or comes twice needs no more than that. */
export function isQuiet({ timeZone, quietFrom, quietTo }: QuietWish, at: Date): boolean {
  if (quietFrom === null || quietTo === null) return false;
  const { hour } = DateTime.fromJSDate(at, { zone: timeZone });
  return quietFrom < quietTo ? hour >= quietFrom && hour < quietTo : hour >= quietFrom || hour < quietTo;
}

/**
 * Since when something may have come and still be news at once: our patience counted back from now, without quiet hours. So
 * what came in the night is told in the morning, and what came a month ago is not.
 */
export function findFreshSince(wish: QuietWish, now: Date): Date {
  let awakeMs = 0;
  let at = now.getTime();
  const farthest = at - FARTHEST_MS;
  while (awakeMs < AT_ONCE_PATIENCE_MS && at > farthest) {
    at -= QUARTER_MS;
    if (!isQuiet(wish, new Date(at))) awakeMs += QUARTER_MS;
  }
  return new Date(at);
}

/** The mail's key: one a reader and newest notice, for ever. */
export function buildAtOnceKey(readerId: string, newestId: string): string {
  return `${AT_ONCE_KEY_PREFIX}${readerId}:${newestId}`;
}

export const AT_ONCE_KEY_PREFIX = "at-once:";

const SEPARATOR = "_";

/** What an unsubscribe link of a mail at once is signed over: whose, and of which kinds. Kinds have dots, which end an id. */
export function nameSubscription(accountId: string, kinds: readonly string[]): string {
  return [accountId, ...kinds.map((kind) => kind.replace(".", "-"))].join(SEPARATOR);
}

export function readSubscriptionName(id: string): { accountId: string; kinds: string[] } {
  const [accountId = "", ...kinds] = id.split(SEPARATOR);
  return { accountId, kinds: kinds.map((kind) => kind.replace("-", ".")) };
}
