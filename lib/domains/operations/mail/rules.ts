const HALF_HOUR_MS = 30 * 60 * 1000;

/** The longest gap of over half an hour between looks of the schedule, the one until now included. `looks`: newest first. */
export function findStandstill(looks: readonly Date[], now: Date): { from: Date; to: Date } | null {
  let longest: { from: Date; to: Date } | null = null;
  let to = now;
  for (const from of looks) {
    const lengthMs = to.getTime() - from.getTime();
    const longestMs = longest ? longest.to.getTime() - longest.from.getTime() : HALF_HOUR_MS;
    if (lengthMs > longestMs) longest = { from, to };
    to = from;
  }
  return longest;
}
