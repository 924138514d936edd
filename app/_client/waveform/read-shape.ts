import { buildLevels, summarizeShape } from "./downsample";
import { parsePeaks } from "./parse-peaks";

const BARS = 32;

/** The small picture of a song from its `.dat` bytes: loudest peaks from 0 to 1; empty while there are none. */
export function readShape(peaks: ArrayBuffer | null, durationSec: number): number[] {
  const parsed = peaks && parsePeaks(peaks);
  return parsed ? summarizeShape(buildLevels(parsed, null), durationSec, BARS) : [];
}
