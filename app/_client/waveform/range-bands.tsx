import { joinClasses } from "@/app/_ui/class-names";
import { personStyle } from "@/app/_ui/person-mark";
import type { Mark, Range } from "./mark";
import { timeToX, type View } from "./view";

type RangeBandsProps = {
  marks: readonly Mark[];
  litMarkId: string | null;
  selection: Range | null;
  view: View;
  widthPx: number;
};

const INK_STYLE = { "--c": "var(--grey-1)" };

/** Soft bands under the waveform's marks: ranges of comments, and what the reader has selected. */
export function RangeBands({ marks, litMarkId, selection, view, widthPx }: RangeBandsProps) {
  const place = (range: Range) => {
    const x = timeToX(range.startSec, view, widthPx);
    return { transform: `translateX(${x}px)`, width: Math.max(2, timeToX(range.endSec, view, widthPx) - x) };
  };
  const isInSight = (range: Range) => range.endSec >= view.fromSec && range.startSec <= view.toSec;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 overflow-hidden">
      {marks.map(({ id, startSec, endSec, personIndex, isResolved }) => {
        const range = { startSec, endSec: endSec ?? startSec };
        if (endSec === null || isResolved || !isInSight(range)) return null;
        return (
          <span
            key={id}
            style={{ ...personStyle(personIndex), ...place(range) }}
            className={joinClasses(
              "absolute inset-y-0 left-0",
              id === litMarkId
                ? "border-(--c) border-x-[1.5px] bg-[color-mix(in_oklch,var(--c)_15%,transparent)]"
                : "bg-[color-mix(in_oklch,var(--c)_8%,transparent)]",
            )}
          />
        );
      })}
      {selection && isInSight(selection) && (
        <span
          style={{ ...INK_STYLE, ...place(selection) }}
          className="absolute inset-y-0 left-0 border-(--c) border-x-[1.5px] bg-select"
        />
      )}
    </div>
  );
}
