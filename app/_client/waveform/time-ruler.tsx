import type { Tick } from "./ruler";

const LABEL_PX = 40;

/** Times over the waveform. Decoration: the slider below says the same. */
export function TimeRuler({ ticks, widthPx }: { ticks: Tick[]; widthPx: number }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-0 overflow-hidden text-grey-1 text-micro tabular-nums"
    >
      {ticks.map((tick) => (
        <span
          key={tick.sec}
          style={{ transform: `translateX(${tick.x}px)` }}
          className="absolute inset-y-0 left-0 whitespace-nowrap border-grey-3 border-l pl-[5px] leading-6"
        >
          {tick.x + LABEL_PX < widthPx && tick.label}
        </span>
      ))}
    </div>
  );
}
