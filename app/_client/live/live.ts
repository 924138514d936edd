"use client";
import { useSyncExternalStore } from "react";
import type { LiveState } from "./live-connection";
import { createLiveTab, type TopicHandlers } from "./live-tab";

let tab: ReturnType<typeof createLiveTab> | null = null;
let state: LiveState = "live";
const listeners = new Set<() => void>();

/** Follows a topic of `lib/core/live-topics` from `cursor`, or from now on when that is null. Answers how to stop. */
export function followLive(topic: string, cursor: string | null, handlers: TopicHandlers): () => void {
  tab ??= createLiveTab(setState);
  return tab.follow(topic, cursor, handlers);
}

function setState(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Whether this page hears of what others do at once. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
    () => "live",
  );
}
