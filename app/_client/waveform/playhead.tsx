"use client";
import { useEffect, useRef } from "react";
import { formatTime } from "@/app/_ui/format-time";
import type { PositionSource } from "./position-source";
import { timeToX, type View } from "./view";

type PlayheadProps = { view: View; position: PositionSource; widthPx: number };

const BUBBLE_HALF_PX = 26;

/** The line at the moment that sounds, with its time. It moves by transform, outside of React's rendering. */
export function Playhead({ view, position, widthPx }: PlayheadProps) {
  const line = useRef<HTMLDivElement>(null);
  const bubble = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const place = () => {
      if (!line.current || !bubble.current) return;
      const sec = position.getPositionSec();
      const x = timeToX(sec, view, widthPx);
      const isInSight = widthPx > 0 && x >= -1 && x <= widthPx + 1;
      line.current.style.visibility = bubble.current.style.visibility = isInSight ? "visible" : "hidden";
      line.current.style.transform = `translateX(${x}px)`;
      const bubbleX = Math.min(Math.max(x, BUBBLE_HALF_PX), Math.max(BUBBLE_HALF_PX, widthPx - BUBBLE_HALF_PX));
      bubble.current.style.transform = `translateX(${bubbleX}px)`;
      const words = formatTime(sec, 1);
      const text = bubble.current.firstElementChild;
      if (text && text.textContent !== words) text.textContent = words;
    };
    place();
    return position.subscribe(place);
  }, [position, view, widthPx]);

  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 z-20 overflow-hidden">
      <div
        ref={line}
        className="invisible absolute top-3 bottom-0 left-0 -ml-px w-0.5 bg-playhead will-change-transform"
      />
      <div ref={bubble} className="invisible absolute top-0.5 left-0 will-change-transform">
        <span className="block h-5 -translate-x-1/2 rounded-tag bg-ink px-[7px] font-title text-micro text-paper leading-5 tabular-nums">
          0:00.0
        </span>
      </div>
    </div>
  );
}
