import type { Indicator, IndicatorState } from "./schema";

const MINUTE_SEC = 60;
const HOUR_SEC = 60 * MINUTE_SEC;
const DAY_SEC = 24 * HOUR_SEC;

/** Such as "40 seconds", "3 minutes", "2 hours". */
export function describeDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 2 * MINUTE_SEC) return countOf(seconds, "second");
  if (seconds < 2 * HOUR_SEC) return countOf(Math.round(seconds / MINUTE_SEC), "minute");
  if (seconds < 2 * DAY_SEC) return countOf(Math.round(seconds / HOUR_SEC), "hour");
  return countOf(Math.round(seconds / DAY_SEC), "day");
}

/** Such as "no events", "1 event", "12 events". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count === 0 ? "no" : count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** What an indicator is when nothing more is said of it: no evidence, no cure, no alarm. */
export function indicate(
  id: string,
  title: string,
  state: IndicatorState,
  rest: Pick<Indicator, "summary"> & Partial<Indicator>,
): Indicator {
  return { id, title, state, evidence: [], cure: null, alarms: [], ...rest };
}

/** What can't be told as the database does not answer. */
export function indicateUnknown(id: string, title: string): Indicator {
  return indicate(id, title, "unknown", { summary: "It can't be told while the database does not answer." });
}
