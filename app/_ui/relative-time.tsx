"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { formatExact, formatInstant, nextChangeInMs, type TimeForm } from "./format-relative";

const subscribeToNothing = () => () => undefined;

/** The reader's zone in the browser; the fallback while the server renders, so both render the same first. */
export function useTimeZone(fallback = "UTC"): string {
  return useSyncExternalStore(
    subscribeToNothing,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => fallback,
  );
}

type RelativeTimeProps = {
  /** ISO 8601 with a zone. */
  instant: string;
  /** ISO 8601: the server's clock at render, so that server and browser say the same at first. */
  now?: string;
  /** By default it stands alone, as in the corner of a row. */
  form?: TimeForm;
  className?: string;
};

/** "3 h" or "3 h ago", with the exact time on hover, kept up to date. */
export function RelativeTime({ instant, now, form = "alone", className }: RelativeTimeProps) {
  const timeZone = useTimeZone();
  const [nowMs, setNowMs] = useState(() => (now ? Date.parse(now) : Date.now()));
  const date = new Date(instant);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const current = new Date();
      setNowMs(current.getTime());
      const waitMs = nextChangeInMs(new Date(instant), current);
      if (waitMs !== null) timer = setTimeout(tick, waitMs);
    };
    timer = setTimeout(tick, 0);
    return () => clearTimeout(timer);
  }, [instant]);

  return (
    <time dateTime={instant} title={formatExact(date, timeZone)} className={className} suppressHydrationWarning>
      {formatInstant(date, new Date(nowMs), timeZone, form)}
    </time>
  );
}
