"use client";
import { useMemo, useRef, useState } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import type { Level } from "./downsample";
import type { Mark, Range } from "./mark";
import { MarksLayer } from "./marks-layer";
import { Playhead } from "./playhead";
import type { PositionSource } from "./position-source";
import { RangeBands } from "./range-bands";
import { placeTicks } from "./ruler";
import { SeekSurface } from "./seek-surface";
import { TimeRuler } from "./time-ruler";
import { useSize } from "./use-size";
import { useWaveGestures } from "./use-wave-gestures";
import type { WaveView } from "./use-wave-view";
import { spanOf } from "./view";
import { WaveCanvas } from "./wave-canvas";

export type ZoomWaveformProps = {
  levels: Level[] | null;
  durationSec: number;
  position: PositionSource;
  wave: WaveView;
  marks: readonly Mark[];
  /** The comment under the playhead or opened. */
  litMarkId?: string | null;
  selection: Range | null;
  onSeek: (sec: number) => void;
  onSelectRange?: (range: Range) => void;
  onOpenMark: (markId: string) => void;
  className?: string;
};

/** The hero: ruler, pins, ranges and playhead over the part in sight. The caller gives the height. */
export function ZoomWaveform(props: ZoomWaveformProps) {
  const { levels, durationSec, position, wave, marks, litMarkId = null, selection, onSeek, onSelectRange } = props;
  const stage = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const { widthPx } = useSize(stage);
  const [draft, setDraft] = useState<Range | null>(null);
  const { view } = wave;
  const ticks = useMemo(() => placeTicks(view, widthPx, durationSec), [view, widthPx, durationSec]);
  const gridSecs = useMemo(() => ticks.map((tick) => tick.sec), [ticks]);
  const seeking = { wave, durationSec, onSeek };
  const surfaceGestures = useWaveGestures(surface, { ...seeking, onSelectRange, onDraftRange: setDraft });
  const rulerGestures = useWaveGestures(ruler, seeking);
  const reveal = (sec: number) => wave.moveTo({ fromSec: sec - spanOf(view) / 2, toSec: sec + spanOf(view) / 2 });

  return (
    <div
      ref={stage}
      className={joinClasses(
        "relative grid grid-rows-[24px_32px_minmax(0,1fr)] overflow-hidden rounded-panel border border-grey-3 bg-paper-low",
        "max-desk:rounded-none max-desk:border-x-0",
        props.className,
      )}
    >
      <div
        ref={ruler}
        {...rulerGestures}
        className="relative cursor-grab touch-pan-y border-grey-3 border-b active:cursor-grabbing"
      >
        <TimeRuler ticks={ticks} widthPx={widthPx} />
      </div>
      <div />
      <SeekSurface
        ref={surface}
        label="Position in the song"
        durationSec={durationSec}
        position={position}
        onSeek={onSeek}
        onZoom={(factor) => (factor === "fit" ? wave.fit() : wave.zoomBy(factor))}
        className="focus-inset relative z-0 min-h-0"
      >
        <div {...surfaceGestures} className="absolute inset-0 cursor-text touch-pan-y select-none">
          <WaveCanvas levels={levels} view={view} position={position} gridSecs={gridSecs} className="size-full" />
          <RangeBands
            marks={marks}
            litMarkId={litMarkId}
            selection={draft ?? selection}
            view={view}
            widthPx={widthPx}
          />
        </div>
      </SeekSurface>
      <div className="pointer-events-none absolute inset-x-0 top-6 bottom-0">
        <MarksLayer {...{ marks, litMarkId, view, widthPx }} onOpenMark={props.onOpenMark} onReveal={reveal} />
      </div>
      <Playhead view={view} position={position} widthPx={widthPx} />
    </div>
  );
}
