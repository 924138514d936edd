"use client";
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { speakTime } from "@/app/_ui/format-time";
import type { PositionSource } from "./position-source";

type SeekSurfaceProps = {
  ref?: Ref<HTMLDivElement>;
  label: string;
  durationSec: number;
  position: PositionSource;
  onSeek: (sec: number) => void;
  onZoom?: (factor: number | "fit") => void;
  className?: string;
  children: ReactNode;
};

const PAGE_SEC = 30;

/** Seconds to move for a key; null when the key is none of ours. */
function stepOf(event: KeyboardEvent, positionSec: number, durationSec: number): number | null {
  const arrow = event.shiftKey ? 1 : 5;
  const steps: Record<string, number> = {
    ArrowLeft: -arrow,
    ArrowDown: -arrow,
    ArrowRight: arrow,
    ArrowUp: arrow,
    PageDown: -PAGE_SEC,
    PageUp: PAGE_SEC,
    Home: -positionSec,
    End: durationSec - positionSec,
  };
  return event.altKey || event.ctrlKey || event.metaKey ? null : (steps[event.key] ?? null);
}

/** Something one can seek in, for keyboard and screen reader: a slider whose value is told without rendering. */
export function SeekSurface(props: SeekSurfaceProps) {
  const { ref, label, durationSec, position, onSeek, onZoom, className, children } = props;
  const surface = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => surface.current as HTMLDivElement);

  useEffect(() => {
    let toldSec = -1;
    const tell = () => {
      const sec = Math.floor(position.getPositionSec());
      if (sec === toldSec || !surface.current) return;
      toldSec = sec;
      surface.current.setAttribute("aria-valuenow", String(sec));
      surface.current.setAttribute("aria-valuetext", `${speakTime(sec)} of ${speakTime(durationSec)}`);
    };
    tell();
    return position.subscribe(tell);
  }, [position, durationSec]);

  function handleKey(event: KeyboardEvent): void {
    const zoom = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, "0": "fit" as const }[event.key];
    const positionSec = position.getPositionSec();
    const step = stepOf(event, positionSec, durationSec);
    if (zoom !== undefined && onZoom && !event.ctrlKey && !event.metaKey) onZoom(zoom);
    else if (step !== null) onSeek(Math.min(durationSec, Math.max(0, positionSec + step)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={surface}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.ceil(durationSec)}
      aria-valuenow={0}
      onKeyDown={handleKey}
      className={className}
    >
      {children}
    </div>
  );
}
