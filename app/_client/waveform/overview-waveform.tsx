"use client";
import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import { formatTime } from "@/app/_ui/format-time";
import type { Level } from "./downsample";
import type { Mark } from "./mark";
import { OverviewDots } from "./overview-dots";
import type { PositionSource } from "./position-source";
import { useSize } from "./use-size";
import type { WaveView } from "./use-wave-view";
import { SHORTEST_VIEW_SEC, spanOf, timeToX, type View, xToTime } from "./view";
import { WaveCanvas } from "./wave-canvas";

export type OverviewWaveformProps = {
  levels: Level[] | null;
  durationSec: number;
  position: PositionSource;
  wave: WaveView;
  marks: readonly Mark[];
  onSeek: (sec: number) => void;
  className?: string;
};

type Grip = "move" | "from" | "to";

function isGrip(value: string | undefined): value is Grip {
  return value === "move" || value === "from" || value === "to";
}

function dragView(start: View, grip: Grip, deltaSec: number): View {
  if (grip === "from")
    return { ...start, fromSec: Math.min(start.fromSec + deltaSec, start.toSec - SHORTEST_VIEW_SEC) };
  if (grip === "to") return { ...start, toSec: Math.max(start.toSec + deltaSec, start.fromSec + SHORTEST_VIEW_SEC) };
  return { fromSec: start.fromSec + deltaSec, toSec: start.toSec + deltaSec };
}

/** The whole song, 52 px high; the window on it is the part in sight: drag it, pull its edges, or click beside it to seek. */
export function OverviewWaveform({
  levels,
  durationSec,
  position,
  wave,
  marks,
  onSeek,
  className,
}: OverviewWaveformProps) {
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ grip: Grip; x: number; view: View } | null>(null);
  const { widthPx } = useSize(frame);
  const whole = useMemo(() => ({ fromSec: 0, toSec: Math.max(durationSec, SHORTEST_VIEW_SEC) }), [durationSec]);
  const { view } = wave;
  const left = timeToX(view.fromSec, whole, widthPx);
  const right = timeToX(view.toSec, whole, widthPx);

  const grab = (event: PointerEvent<HTMLElement>) => {
    const { grip } = event.currentTarget.dataset;
    if (event.button !== 0 || !isGrip(grip)) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { grip, x: event.clientX, view };
  };
  const pull = (event: PointerEvent<HTMLElement>) => {
    if (!drag.current) return;
    event.stopPropagation();
    const deltaSec = xToTime(event.clientX - drag.current.x, whole, widthPx);
    wave.moveTo(dragView(drag.current.view, drag.current.grip, deltaSec));
  };
  const release = () => {
    drag.current = null;
  };
  const gripHandlers = {
    onPointerDown: grab,
    onPointerMove: pull,
    onPointerUp: release,
    onPointerCancel: release,
  };

  function seekAt(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0 || !frame.current) return;
    const x = event.clientX - frame.current.getBoundingClientRect().left;
    onSeek(Math.min(durationSec, Math.max(0, xToTime(x, whole, widthPx))));
  }

  function handleKey(event: KeyboardEvent): void {
    const step = spanOf(view) / 10;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => wave.panBy(-step),
      ArrowRight: () => wave.panBy(step),
      ArrowUp: () => wave.zoomBy(1.25),
      ArrowDown: () => wave.zoomBy(0.8),
      Home: () => wave.panBy(-durationSec),
      End: () => wave.panBy(durationSec),
    };
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    move();
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div ref={frame} className={joinClasses("relative h-[52px] shrink-0", className)}>
      <div onPointerDown={seekAt} className="h-10 cursor-pointer">
        <WaveCanvas levels={levels} view={whole} position={position} className="size-full" />
      </div>
      {widthPx > 0 && (
        <div
          role="slider"
          tabIndex={0}
          aria-label="Part in sight"
          aria-valuemin={0}
          aria-valuemax={Math.ceil(durationSec)}
          aria-valuenow={Math.round(view.fromSec)}
          aria-valuetext={`${formatTime(view.fromSec)} to ${formatTime(view.toSec)}`}
          onKeyDown={handleKey}
          data-grip="move"
          {...gripHandlers}
          style={{ transform: `translateX(${left}px)`, width: Math.max(10, right - left) }}
          className="absolute -top-[3px] left-0 h-[46px] cursor-grab touch-none rounded-tag bg-hover shadow-[inset_0_0_0_1.5px_var(--grey-1)] active:cursor-grabbing"
        >
          <span
            data-grip="from"
            {...gripHandlers}
            className="absolute inset-y-0 -left-2 w-3 cursor-ew-resize touch-none before:absolute before:top-[15px] before:left-[7px] before:h-4 before:w-[3px] before:rounded-[2px] before:bg-grey-1"
          />
          <span
            data-grip="to"
            {...gripHandlers}
            className="absolute inset-y-0 -right-2 w-3 cursor-ew-resize touch-none before:absolute before:top-[15px] before:right-[7px] before:h-4 before:w-[3px] before:rounded-[2px] before:bg-grey-1"
          />
        </div>
      )}
      <OverviewDots marks={marks} whole={whole} widthPx={widthPx} />
    </div>
  );
}
