"use client";
import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "segno:draft";

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  return () => window.removeEventListener(CHANGED, listener);
}

/** Words not sent yet: kept for this tab, so that going back or reloading loses nothing. */
export function useDraft(name: string): [string, (words: string) => void] {
  const key = `segno.draft.${name}`;
  const words = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(key) ?? "",
    () => "",
  );
  const setWords = useCallback(
    (next: string) => {
      if (next === "") sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, next);
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return [words, setWords];
}
