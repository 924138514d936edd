"use client";
import { useEffect, useRef } from "react";
import { formatTime } from "@/app/_ui/format-time";
import type { PositionSource } from "../waveform/position-source";

/** The running time in tenths, written straight into the page so that React renders nothing. */
export function PlayerClock({ position, className }: { position: PositionSource; className?: string }) {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = () => {
      const words = formatTime(position.getPositionSec(), 1);
      if (element.current && element.current.textContent !== words) element.current.textContent = words;
    };
    write();
    return position.subscribe(write);
  }, [position]);
  return <span ref={element} className={className} />;
}
