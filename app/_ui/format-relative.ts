const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How an instant is said: alone, behind what happened, behind "since" or "from", or as how long something lasts already. */
export type TimeForm = "alone" | "ago" | "at" | "lasting";

const FORMS: Record<TimeForm, (instant: Date, now: Date, timeZone: string) => string> = {
  alone: formatRelative,
  ago: formatAgo,
  at: formatClock,
  lasting: (instant, now) => {
    const distanceMs = Math.abs(now.getTime() - instant.getTime());
    return distanceMs < MINUTE_MS ? "less than a minute" : shorten(distanceMs);
  },
};

/** An instant in the words that its place in a sentence asks for. */
export function formatInstant(instant: Date, now: Date, timeZone: string, form: TimeForm): string {
  return FORMS[form](instant, now, timeZone);
}

/** As short as it can be: "now", "20 min", "3 h", "2 d", then the date in the given zone. Future instants say "in …". */
export function formatRelative(instant: Date, now: Date, timeZone: string): string {
  const agoMs = now.getTime() - instant.getTime();
  const distanceMs = Math.abs(agoMs);
  if (distanceMs < MINUTE_MS) return "now";
  if (distanceMs >= 7 * DAY_MS) return formatDay(instant, now, timeZone);
  return agoMs < 0 ? `in ${shorten(distanceMs)}` : shorten(distanceMs);
}

/** "just now", "20 min ago", "in 5 d", "on 16 Nov". */
function formatAgo(instant: Date, now: Date, timeZone: string): string {
  const agoMs = now.getTime() - instant.getTime();
  const words = formatRelative(instant, now, timeZone);
  if (Math.abs(agoMs) < MINUTE_MS) return `just ${words}`;
  if (Math.abs(agoMs) >= 7 * DAY_MS) return `on ${words}`;
  return agoMs < 0 ? words : `${words} ago`;
}

/** "15:07" today, "Mon 15:07" in the days around, then the date. */
function formatClock(instant: Date, now: Date, timeZone: string): string {
  const dayIn = (date: Date) => new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(date);
  if (Math.abs(now.getTime() - instant.getTime()) >= 6 * DAY_MS) return formatDay(instant, now, timeZone);
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" }).format(instant);
  if (dayIn(instant) === dayIn(now)) return clock;
  return `${new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short" }).format(instant)} ${clock}`;
}

function shorten(distanceMs: number): string {
  if (distanceMs < HOUR_MS) return `${Math.floor(distanceMs / MINUTE_MS)} min`;
  if (distanceMs < DAY_MS) return `${Math.floor(distanceMs / HOUR_MS)} h`;
  return `${Math.floor(distanceMs / DAY_MS)} d`;
}

function formatDay(instant: Date, now: Date, timeZone: string): string {
  const yearIn = (date: Date) => new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone }).format(date);
  const isThisYear = yearIn(instant) === yearIn(now);
  const year = isThisYear ? undefined : "numeric";
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year, timeZone }).format(instant);
}

/** A day as a heading: "Today", "Yesterday", "Monday", then "Monday 16 November". `date` is "2026-11-16" in the given zone. */
export function nameDay(date: string, now: Date, timeZone: string): string {
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(now);
  const noon = new Date(`${date}T12:00:00Z`);
  const days = Math.round((Date.parse(`${today}T12:00:00Z`) - noon.getTime()) / DAY_MS);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" }).format(noon);
  return days > 0 && days < 7 ? weekday : `${weekday} ${formatDay(noon, now, "UTC")}`;
}

/** The whole truth, for the hover: "Monday 23 November 2026 at 15:07". */
export function formatExact(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short", timeZone }).format(instant);
}

/** Milliseconds until the words may change; null when they no longer do. */
export function nextChangeInMs(instant: Date, now: Date): number | null {
  const distanceMs = Math.abs(now.getTime() - instant.getTime());
  if (distanceMs < HOUR_MS) return MINUTE_MS - (distanceMs % MINUTE_MS) + 50;
  return distanceMs < 7 * DAY_MS ? 10 * MINUTE_MS : null;
}
