"use client";
import { useMemo } from "react";
import { holdPosition, type PositionSource } from "./position-source";
import { useLevels } from "./use-levels";
import { WaveCanvas } from "./wave-canvas";

export type MiniWaveformProps = {
  peaks: ArrayBuffer | null;
  rms?: Uint8Array | null;
  durationSec: number;
  /** Absent: nothing of it is played. */
  position?: PositionSource;
  /** Gives the size, e.g. "h-[26px] w-[156px]". */
  className: string;
};

const NOT_PLAYED = holdPosition();

/** A whole song in a row of a list. Decoration. */
export function MiniWaveform({ peaks, rms, durationSec, position = NOT_PLAYED, className }: MiniWaveformProps) {
  const levels = useLevels(peaks, rms ?? null);
  const view = useMemo(() => ({ fromSec: 0, toSec: Math.max(durationSec, 0.1) }), [durationSec]);
  return <WaveCanvas levels={levels} view={view} position={position} className={className} />;
}
