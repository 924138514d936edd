"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { formatExact, formatRelative, nextChangeInMs } from "./format-relative";

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
  className?: string;
};

/** "3 h", with the exact time on hover, kept up to date. */
export function RelativeTime({ instant, now, className }: RelativeTimeProps) {
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
      {formatRelative(date, new Date(nowMs), timeZone)}
    </time>
  );
}
