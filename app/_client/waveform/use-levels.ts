"use client";
import { useMemo } from "react";
import { buildLevels, type Level } from "./downsample";
import { parsePeaks } from "./parse-peaks";

/** The drawable levels of `.dat` bytes; null while loading, or when the bytes are no peaks. */
export function useLevels(peaks: ArrayBuffer | null, rms: Uint8Array | null = null): Level[] | null {
  return useMemo(() => {
    const parsed = peaks && parsePeaks(peaks);
    return parsed ? buildLevels(parsed, rms) : null;
  }, [peaks, rms]);
}
