"use client";
import type { ReactNode } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import type { Mark, Range } from "./mark";
import { OverviewWaveform } from "./overview-waveform";
import type { PositionSource } from "./position-source";
import { useLevels } from "./use-levels";
import { useWaveView } from "./use-wave-view";
import { WaveTools } from "./wave-tools";
import { ZoomWaveform } from "./zoom-waveform";

export type SongWaveformProps = {
  /** Bytes of the audiowaveform `.dat`; null while loading: the flat line then has the final size. */
  peaks: ArrayBuffer | null;
  /** One byte a point of the peaks, linear 0 to 255. */
  rms?: Uint8Array | null;
  durationSec: number;
  position: PositionSource;
  marks: readonly Mark[];
  litMarkId?: string | null;
  selection: Range | null;
  isLooping?: boolean;
  onSeek: (sec: number) => void;
  /** Null clears the range. */
  onSelectRange?: (range: Range | null) => void;
  onToggleLoop?: () => void;
  onOpenMark: (markId: string) => void;
  /** Words in the row of tools. */
  children?: ReactNode;
  className?: string;
};

/** Overview, zoomed waveform and tools of one version. Fills the height it is given; 212 px of waveform on a phone. */
export function SongWaveform(props: SongWaveformProps) {
  const { durationSec, position, marks, litMarkId, selection, onSeek, onSelectRange, onOpenMark } = props;
  const levels = useLevels(props.peaks, props.rms ?? null);
  const wave = useWaveView(durationSec, position);
  const shared = { levels, durationSec, position, wave, marks, onSeek };
  return (
    <section aria-label="Waveform" className={joinClasses("flex min-h-0 min-w-0 flex-col", props.className)}>
      <OverviewWaveform {...shared} className="max-desk:hidden" />
      <ZoomWaveform
        {...shared}
        litMarkId={litMarkId}
        selection={selection}
        onSelectRange={onSelectRange}
        onOpenMark={onOpenMark}
        className="min-h-[230px] flex-1 desk:mt-3 max-desk:h-[212px] max-desk:min-h-0 max-desk:flex-none"
      />
      <WaveTools
        wave={wave}
        selection={selection}
        isLooping={props.isLooping ?? false}
        onToggleLoop={props.onToggleLoop}
        onClearSelection={onSelectRange && (() => onSelectRange(null))}
      >
        {props.children}
      </WaveTools>
    </section>
  );
}
