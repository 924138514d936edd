"use client";
import { type RefObject, useEffect, useRef } from "react";

/** After so long without scrolling by hand the list follows again. */
const HANDS_OFF_MS = 8_000;

/** Keeps what is lit in sight until the reader scrolls by hand; the next lit one follows again after a while. */
export function useFollowLit(litId: string | null): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  const scrolledAtMs = useRef(0);
  useEffect(() => {
    const element = list.current;
    const remember = () => {
      scrolledAtMs.current = Date.now();
    };
    element?.addEventListener("wheel", remember, { passive: true });
    element?.addEventListener("touchmove", remember, { passive: true });
    return () => {
      element?.removeEventListener("wheel", remember);
      element?.removeEventListener("touchmove", remember);
    };
  }, []);
  useEffect(() => {
    const element = list.current;
    const isOwnScroll = element !== null && element.scrollHeight > element.clientHeight + 1;
    if (!litId || !isOwnScroll || Date.now() - scrolledAtMs.current < HANDS_OFF_MS) return;
    element.querySelector(`[data-lit="${CSS.escape(litId)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [litId]);
  return list;
}
