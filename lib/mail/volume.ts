/** The most mails of the bulk lane that one hour of a day had. `day` is "2026-11-24". */
export interface DayPeak {
  day: string;
  peak: number;
}

/** So many an hour are never too many: the first readers of a new Segno come in no usual number. */
const FLOOR = 100;
/** A band that doubles its readers overnight still gets its digests; a fault that sends again and again does not. */
const TIMES_USUAL = 4;
export const HISTORY_DAYS = 14;

/**
 * How many mails of the bulk lane one hour may have before the lane is stopped. Usual is the median of the last fortnight's
 * busiest hours, or the busiest hour of this weekday if that was more two weeks in a row: weekly digests all go on Monday.
 */
export function decideHourCeiling(history: readonly DayPeak[], today: string, hourlyLimit: number | null): number {
  const peaks = history.filter(({ peak }) => peak > 0).map(({ peak }) => peak);
  const peakOf = (daysAgo: number) => history.find(({ day }) => day === addDays(today, -daysAgo))?.peak ?? 0;
  const usual = Math.max(findMedian(peaks), Math.min(peakOf(7), peakOf(14)));
  return Math.min(hourlyLimit ?? Number.POSITIVE_INFINITY, Math.max(FLOOR, TIMES_USUAL * usual));
}

/** An administrator looked and let the lane go on: today's hours may have as many times more. */
export function raiseHourCeiling(ceiling: number, sentThisHour: number): number {
  return TIMES_USUAL * Math.max(ceiling, sentThisHour, 1);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
