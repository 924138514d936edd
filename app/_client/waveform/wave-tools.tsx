"use client";
import { Maximize2, Repeat, X, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import { formatTime } from "@/app/_ui/format-time";
import { IconButton } from "@/app/_ui/icon-button";
import { Slider } from "@/app/_ui/slider";
import type { Range } from "./mark";
import type { WaveView } from "./use-wave-view";

export type WaveToolsProps = {
  wave: WaveView;
  selection: Range | null;
  isLooping: boolean;
  onToggleLoop?: () => void;
  onClearSelection?: () => void;
  /** Words after the zoom, in the third voice. */
  children?: ReactNode;
};

/** The row below the waveform: zoom on the left, the selected range on the right. A phone pinches and sees the range only. */
export function WaveTools({ wave, selection, isLooping, onToggleLoop, onClearSelection, children }: WaveToolsProps) {
  return (
    <div
      className={joinClasses(
        "flex h-11 shrink-0 items-center gap-1 text-grey-1 max-desk:px-4",
        !selection && "max-desk:hidden",
      )}
    >
      <div className="flex items-center gap-1 max-desk:hidden">
        <IconButton label="Zoom out" keys={["−"]} onClick={() => wave.zoomBy(1 / 1.5)}>
          <ZoomOut aria-hidden />
        </IconButton>
        <Slider
          label="Zoom"
          value={wave.zoomLevel}
          valueText={`${formatTime(wave.view.toSec - wave.view.fromSec, 1)} in sight`}
          onValueChange={wave.zoomToLevel}
        />
        <IconButton label="Zoom in" keys={["+"]} onClick={() => wave.zoomBy(1.5)}>
          <ZoomIn aria-hidden />
        </IconButton>
        <IconButton label="Fit the song" keys={["0"]} onClick={wave.fit}>
          <Maximize2 aria-hidden />
        </IconButton>
      </div>
      {children && <div className="ml-2.5 truncate text-grey-2 text-meta tabular-nums">{children}</div>}
      {selection && (
        <div className="ring-line ml-auto inline-flex h-7 items-center gap-1.5 rounded-control pr-1 pl-[9px] font-strong text-ink text-meta tabular-nums max-desk:h-9 max-desk:gap-3">
          {formatTime(selection.startSec, 1)} – {formatTime(selection.endSec, 1)}
          {onToggleLoop && (
            <IconButton
              label="Loop the range"
              keys={["L"]}
              size="small"
              aria-pressed={isLooping}
              onClick={onToggleLoop}
            >
              <Repeat aria-hidden />
            </IconButton>
          )}
          {onClearSelection && (
            <IconButton label="Clear the range" size="small" onClick={onClearSelection}>
              <X aria-hidden />
            </IconButton>
          )}
        </div>
      )}
    </div>
  );
}
