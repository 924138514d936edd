import { formatTime, speakTime } from "@/app/_ui/format-time";

interface Span {
  startSec: number | null;
  endSec: number | null;
}

/** "0:12–0:20", "0:12", with tenths where both ends share their second; nothing for the whole. */
export function describeSpan({ startSec, endSec }: Span): string {
  if (startSec === null) return "";
  if (endSec === null) return formatTime(startSec);
  const decimals = formatTime(startSec) === formatTime(endSec) ? 1 : 0;
  return `${formatTime(startSec, decimals)}–${formatTime(endSec, decimals)}`;
}

/** For a screen reader: "from 12 seconds to 20 seconds". */
export function speakSpan({ startSec, endSec }: Span): string {
  if (startSec === null) return "";
  return endSec === null ? `from ${speakTime(startSec)}` : `from ${speakTime(startSec)} to ${speakTime(endSec)}`;
}
