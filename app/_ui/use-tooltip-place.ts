"use client";
import { type CSSProperties, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { placeBeside, type TooltipSide } from "./place-beside";

export type { TooltipSide };

const UNSEEN: CSSProperties = { left: 0, top: 0, visibility: "hidden" };

/** Where a tooltip stands: measured once it is there, and not seen before. */
export function useTooltipPlace(trigger: RefObject<HTMLElement | null>, side: TooltipSide, isOpen: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const [style, setStyle] = useState<CSSProperties>(UNSEEN);
  useLayoutEffect(() => {
    const [anchor, words] = [trigger.current, ref.current];
    if (!isOpen || !anchor || !words) return setStyle(UNSEEN);
    const view = { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight };
    setStyle(placeBeside(anchor.getBoundingClientRect(), words.getBoundingClientRect(), view, side));
  }, [isOpen, side, trigger]);
  return { ref, style };
}
