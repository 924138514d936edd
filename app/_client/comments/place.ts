import { formatTime } from "@/app/_ui/format-time";

interface Place {
  startSec: number | null;
  endSec: number | null;
}

/** "1:15.0 – 1:22.5", "0:41", or nothing for words about the whole. */
export function describePlace({ startSec, endSec }: Place): string {
  if (startSec === null) return "";
  return endSec === null ? formatTime(startSec) : `${formatTime(startSec, 1)} – ${formatTime(endSec, 1)}`;
}
