import { formatTime } from "@/app/_ui/format-time";
import { spanOf, timeToX, type View } from "./view";

export type Tick = { sec: number; x: number; label: string };

const STEPS_SEC = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** The smallest step whose labels do not touch. */
export function chooseRulerStep(spanSec: number, widthPx: number, labelPx = 84): number {
  const wantedSec = (spanSec * labelPx) / Math.max(1, widthPx);
  return STEPS_SEC.find((step) => step >= wantedSec) ?? Math.ceil(wantedSec / 3600) * 3600;
}

/** The ticks in sight, the one that begins left of the edge included, each with its place and its words. */
export function placeTicks(view: View, widthPx: number, durationSec: number): Tick[] {
  if (widthPx <= 0 || !(spanOf(view) > 0)) return [];
  const step = chooseRulerStep(spanOf(view), widthPx);
  const decimals = step < 0.1 ? 2 : step === 0.25 ? 2 : step < 1 ? 1 : 0;
  const ticks: Tick[] = [];
  const last = Math.min(view.toSec, durationSec);
  for (let n = Math.floor(view.fromSec / step); n * step <= last; n++) {
    const sec = n * step;
    ticks.push({ sec, x: timeToX(sec, view, widthPx), label: formatTime(sec, decimals) });
  }
  return ticks;
}
