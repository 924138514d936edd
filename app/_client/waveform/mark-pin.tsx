"use client";
import type { KeyboardEvent, Ref } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import { formatTime, speakTime } from "@/app/_ui/format-time";
import { personStyle } from "@/app/_ui/person-mark";
import type { Cluster } from "./cluster-marks";
import type { Mark } from "./mark";

type MarkPinProps = {
  ref?: Ref<HTMLButtonElement>;
  cluster: Cluster<Mark>;
  litMarkId: string | null;
  isTabStop: boolean;
  onOpen: (markId: string) => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

function nameOf(marks: Mark[]): string {
  const spoken = marks.map(
    (mark) => `${mark.label}, at ${speakTime(mark.startSec)}${mark.isResolved ? ", resolved" : ""}`,
  );
  return marks.length === 1 ? (spoken[0] ?? "") : `${marks.length} comments: ${spoken.slice(0, 5).join("; ")}`;
}

/** One pin with its stem; several marks on one place show their number, and each press opens the next of them. */
export function MarkPin({ ref, cluster, litMarkId, isTabStop, onOpen, onFocus, onKeyDown }: MarkPinProps) {
  const { marks, x } = cluster;
  const litIndex = marks.findIndex((mark) => mark.id === litMarkId);
  const face = marks[Math.max(0, litIndex)];
  if (!face) return null;
  const isCluster = marks.length > 1;
  const isHollow = marks.every((mark) => mark.isResolved);
  const openNext = () => onOpen((marks[(litIndex + 1) % marks.length] ?? face).id);
  return (
    <li
      style={{ ...personStyle(face.personIndex), transform: `translateX(${x}px)` }}
      className={joinClasses("absolute inset-y-0 left-0 w-0", litIndex >= 0 && "z-10")}
    >
      <span
        aria-hidden
        className={joinClasses(
          "pointer-events-none absolute top-[30px] bottom-0 border-l opacity-70",
          isHollow ? "border-edge" : "border-(--c)",
        )}
      />
      <button
        ref={ref}
        type="button"
        tabIndex={isTabStop ? 0 : -1}
        aria-label={nameOf(marks)}
        aria-current={litIndex >= 0 ? "true" : undefined}
        title={`${formatTime(face.startSec, 1)} ${face.label}${isCluster ? ` and ${marks.length - 1} more` : ""}`}
        onClick={openNext}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        className={joinClasses(
          "pointer-events-auto absolute top-1.5 left-0 h-[22px] min-w-[22px] -translate-x-1/2 rounded-full text-center font-title text-[.5625rem] leading-[22px] tracking-[.02em]",
          "after:absolute after:top-1/2 after:left-1/2 after:size-full after:-translate-1/2 max-desk:after:size-11",
          isHollow ? "bg-paper-low text-grey-1 shadow-[inset_0_0_0_1.5px_var(--edge)]" : "bg-(--c) text-on-person",
          litIndex >= 0 && "shadow-[0_0_0_2px_var(--paper-low),0_0_0_4px_var(--c)]",
        )}
      >
        {isCluster ? <span className="tabular-nums">{marks.length}</span> : face.initials}
      </button>
    </li>
  );
}
