"use client";
import { type FocusEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from "react";

const OPEN_AFTER_MS = 400;
/** Long enough to move the pointer from the button onto the words. */
const CLOSE_AFTER_MS = 120;

/** When a tooltip is there: after a moment's hover, at once on keyboard focus, until the pointer or the focus leaves or Esc. */
export function useTooltipState() {
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const change = useCallback((next: boolean, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), afterMs);
  }, []);
  const close = useCallback(() => {
    clearTimeout(timer.current);
    setOpen(false);
  }, []);

  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!isOpen) return;
    const closeOnEscape = (event: KeyboardEvent) => event.key === "Escape" && close();
    window.addEventListener("keydown", closeOnEscape);
    window.addEventListener("scroll", close, { capture: true, passive: true });
    return () => {
      window.removeEventListener("keydown", closeOnEscape);
      window.removeEventListener("scroll", close, { capture: true });
    };
  }, [isOpen, close]);

  return {
    isOpen,
    triggerProps: {
      onPointerEnter: (event: PointerEvent) => event.pointerType === "mouse" && change(true, OPEN_AFTER_MS),
      onPointerLeave: () => change(false, CLOSE_AFTER_MS),
      onPointerDown: close,
      onFocus: (event: FocusEvent) => event.target.matches(":focus-visible") && change(true, 0),
      onBlur: close,
    },
    contentProps: {
      onPointerEnter: () => change(true, 0),
      onPointerLeave: () => change(false, CLOSE_AFTER_MS),
    },
  };
}
