"use client";
import { useSyncExternalStore } from "react";

let version = 0;

function subscribe(notify: () => void): () => void {
  const change = () => {
    version += 1;
    notify();
  };
  const observer = new MutationObserver(change);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const queries = [matchMedia("(prefers-color-scheme: dark)"), matchMedia(`(resolution: ${devicePixelRatio}dppx)`)];
  for (const query of queries) query.addEventListener("change", change);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", change);
  };
}

/** A number that grows when colours or the pixel ratio change, so that canvases are painted again. */
export function usePaintVersion(): number {
  return useSyncExternalStore(
    subscribe,
    () => version,
    () => 0,
  );
}
