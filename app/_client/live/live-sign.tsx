"use client";
import { useEffect, useState } from "react";
import { useLiveState } from "./live";

/** A stream that is made anew at once is no trouble worth a word. */
const SAID_AFTER_MS = 4_000;

/** Says whether this page hears of what others do at once, or shows what was until the line is back. */
export function LiveSign() {
  const state = useLiveState();
  const [isLate, setIsLate] = useState(false);
  const isWaiting = state === "waiting";
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => setIsLate(true), SAID_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [isWaiting]);
  const isAway = isWaiting && isLate;
  return (
    <p role="status" className="flex items-center gap-1.5 text-grey-2 text-meta">
      <span aria-hidden className={`size-1.5 rounded-full ${isAway ? "border border-grey-2" : "bg-good"}`} />
      {isAway ? "Reconnecting" : "Live"}
    </p>
  );
}
