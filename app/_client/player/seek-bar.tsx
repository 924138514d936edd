"use client";
import { type PointerEvent, useEffect, useRef } from "react";
import type { PositionSource } from "../waveform/position-source";
import { SeekSurface } from "../waveform/seek-surface";

type SeekBarProps = { durationSec: number; position: PositionSource; onSeek: (sec: number) => void };

const EMPTY = { transform: "scaleX(0)" };

/** The thin line of the player; on a phone it lies on the player's upper edge. */
export function SeekBar({ durationSec, position, onSeek }: SeekBarProps) {
  const track = useRef<HTMLDivElement>(null);
  const fill = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const place = () => {
      const share = durationSec > 0 ? Math.min(1, position.getPositionSec() / durationSec) : 0;
      if (fill.current) fill.current.style.transform = `scaleX(${share})`;
      if (thumb.current) thumb.current.style.transform = `translateX(${share * 100}%)`;
    };
    place();
    return position.subscribe(place);
  }, [position, durationSec]);

  function seekTo(event: PointerEvent<HTMLElement>): void {
    const box = track.current?.getBoundingClientRect();
    if (box && box.width > 0) onSeek(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationSec);
  }

  return (
    <SeekSurface
      label="Position"
      durationSec={durationSec}
      position={position}
      onSeek={onSeek}
      className="min-w-0 rounded-tag max-desk:absolute max-desk:inset-x-0 max-desk:-top-2.5"
    >
      <div
        ref={track}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
        className="relative flex h-5 cursor-pointer touch-none items-center"
      >
        <div className="h-[3px] w-full overflow-hidden rounded-[2px] bg-wave-peak max-desk:rounded-none">
          <div ref={fill} style={EMPTY} className="h-full origin-left bg-accent" />
        </div>
        <div ref={thumb} className="pointer-events-none absolute inset-x-0 top-1/2 max-desk:hidden">
          <div className="-mt-[5.5px] -ml-[5.5px] size-[11px] rounded-full bg-ink shadow-[0_0_0_3px_var(--paper-low)]" />
        </div>
      </div>
    </SeekSurface>
  );
}
