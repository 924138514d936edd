"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { followEvents } from "@/app/_client/api/follow-events";
import { notificationsQuery } from "@/app/_client/api/queries";
import type { NoticesChanged } from "@/lib/domains/notifications/live/schema";

const NAME = "segno.notices";
/** Between two readings, however much happens. */
const REST_MS = 1_000;

/** Keeps the count of unread notices, and their lists, in step. Draws nothing. */
export function NoticesLive() {
  const client = useQueryClient();
  useEffect(() => followNotices(() => void client.invalidateQueries(notificationsQuery())), [client]);
  return null;
}

/**
 * One tab of a browser follows and tells the others: browsers open six connections to a host, and a song's page has one of
 * its own. Where tabs can't agree on one (no https), the lists are read every half a minute, as everywhere. Answers how to stop.
 */
function followNotices(onChange: () => void): () => void {
  if (!("locks" in navigator) || !("BroadcastChannel" in window)) return () => undefined;
  const channel = new BroadcastChannel(NAME);
  const ending = new AbortController();
  const told = rest(onChange);
  channel.onmessage = told.call;
  const lead = () =>
    new Promise<void>((resolve) => {
      let state = "";
      const stop = followEvents({
        path: () => `/api/notifications/events?${new URLSearchParams({ after: state })}`,
        on: {
          "notices.changed": (event) => {
            state = (JSON.parse(event.data) as NoticesChanged).state;
            channel.postMessage(null);
            told.call();
          },
        },
      });
      ending.signal.addEventListener("abort", () => {
        stop();
        resolve();
      });
    });
  // Refused only by our own end.
  navigator.locks.request(NAME, { signal: ending.signal }, lead).catch(() => undefined);
  return () => {
    ending.abort();
    told.stop();
    channel.close();
  };
}

/** Calls at once, and once more after a rest for all that came meanwhile. */
function rest(work: () => void): { call: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  const call = () => {
    if (timer) {
      isDue = true;
      return;
    }
    work();
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) call();
    }, REST_MS);
    isDue = false;
  };
  return { call, stop: () => clearTimeout(timer) };
}
