import { joinClasses } from "@/app/_ui/class-names";
import { personStyle } from "@/app/_ui/person-mark";
import { clusterMarks } from "./cluster-marks";
import type { Mark } from "./mark";
import { timeToX, type View } from "./view";

/** Where there are comments in the whole song. Decoration: the pins of the zoomed waveform can be reached. */
export function OverviewDots({ marks, whole, widthPx }: { marks: readonly Mark[]; whole: View; widthPx: number }) {
  if (widthPx === 0) return null;
  const toX = (sec: number) => timeToX(sec, whole, widthPx);
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-0 bottom-0 h-1.5">
      {clusterMarks(marks, toX, 5).map(({ x, marks: [mark] }) => {
        if (!mark) return null;
        const widthOfRangePx = mark.endSec === null ? 0 : toX(mark.endSec) - x;
        const isRange = widthOfRangePx > 6 && !mark.isResolved;
        return (
          <span
            key={mark.id}
            style={{
              ...personStyle(mark.personIndex),
              transform: `translateX(${x}px)`,
              ...(isRange ? { width: widthOfRangePx } : {}),
            }}
            className={joinClasses(
              "absolute bottom-0 left-0",
              isRange ? "h-1 rounded-[3px] bg-(--c)" : "-ml-[3px] size-1.5 rounded-full",
              mark.isResolved ? "shadow-[inset_0_0_0_1.5px_var(--grey-2)]" : "bg-(--c)",
            )}
          />
        );
      })}
    </div>
  );
}
