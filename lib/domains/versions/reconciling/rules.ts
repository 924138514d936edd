/** A line in which nobody was begun for so long, and nobody is in work, stands still. */
const STANDS_STILL_MS = 10 * 60_000;
/** A queue does not keep strictly to the order; who came so much earlier than one that was begun is lost. */
const OUT_OF_ORDER_MS = 10 * 60_000;

export function standsStillBefore(now: Date): Date {
  return new Date(now.getTime() - STANDS_STILL_MS);
}

/** Who is in line since before this was passed by, when the line has come to those of `passedUntil`. */
export function isOvertakenBefore(passedUntil: Date): Date {
  return new Date(passedUntil.getTime() - OUT_OF_ORDER_MS);
}
