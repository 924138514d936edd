"use client";
import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import { type Level, sampleColumns } from "./downsample";
import { drawWaveform } from "./draw-waveform";
import type { PositionSource } from "./position-source";
import { resolveWaveColors } from "./resolve-colors";
import { usePaintVersion } from "./use-paint-version";
import { useSize } from "./use-size";
import { timeToX, type View } from "./view";

type WaveCanvasProps = {
  levels: Level[] | null;
  view: View;
  position: PositionSource;
  /** Where thin upright lines stand, in seconds. */
  gridSecs?: readonly number[];
  className?: string;
};

const NO_GRID: readonly number[] = [];
/** Until the first placing. A class would not do: Tailwind's translate adds to the transform instead of giving way to it. */
const HIDDEN = { transform: "translateX(-100%)" };

/**
 * The waveform, drawn twice: the played twin lies on top in a window that slides with the playhead,
 * so that playing moves two layers and paints nothing.
 */
export function WaveCanvas({ levels, view, position, gridSecs = NO_GRID, className }: WaveCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const ahead = useRef<HTMLCanvasElement>(null);
  const played = useRef<HTMLCanvasElement>(null);
  const playedWindow = useRef<HTMLDivElement>(null);
  const { widthPx, heightPx } = useSize(frame);
  const paintVersion = usePaintVersion();
  const columns = useMemo(
    () => (levels && widthPx > 0 ? sampleColumns(levels, view.fromSec, view.toSec, Math.round(widthPx)) : null),
    [levels, widthPx, view.fromSec, view.toSec],
  );

  useLayoutEffect(() => {
    if (!probe.current || widthPx === 0 || heightPx === 0) return;
    const pixelRatio = window.devicePixelRatio || 1;
    for (const canvas of [ahead.current, played.current]) {
      const context = canvas?.getContext("2d");
      if (!canvas || !context) continue;
      canvas.width = Math.round(widthPx * pixelRatio);
      canvas.height = Math.round(heightPx * pixelRatio);
      const isPlayed = canvas === played.current;
      const colors = resolveWaveColors(probe.current, isPlayed);
      // The grid is translucent, so only one of the twins draws it.
      const gridXs = isPlayed ? NO_GRID : gridSecs.map((sec) => timeToX(sec, view, widthPx));
      drawWaveform(context, { columns, widthPx, heightPx, pixelRatio, colors, gridXs });
    }
  }, [columns, widthPx, heightPx, gridSecs, view, paintVersion]);

  useEffect(() => {
    const place = () => {
      const x = Math.min(widthPx, Math.max(0, timeToX(position.getPositionSec(), view, widthPx)));
      if (playedWindow.current) playedWindow.current.style.transform = `translateX(${x - widthPx}px)`;
      if (played.current) played.current.style.transform = `translateX(${widthPx - x}px)`;
    };
    place();
    return position.subscribe(place);
  }, [position, view, widthPx]);

  return (
    <div ref={frame} aria-hidden className={joinClasses("relative overflow-hidden", className)}>
      <span ref={probe} className="invisible absolute" />
      <canvas ref={ahead} className="absolute inset-0 size-full" />
      <div ref={playedWindow} className="absolute inset-0 overflow-hidden will-change-transform" style={HIDDEN}>
        <canvas ref={played} className="absolute inset-0 size-full will-change-transform" />
      </div>
    </div>
  );
}
