"use client";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { personStyle } from "@/app/_ui/person-mark";
import { clusterMarks } from "./cluster-marks";
import type { Mark } from "./mark";
import { MarkPin } from "./mark-pin";
import { timeToX, type View } from "./view";

type MarksLayerProps = {
  marks: readonly Mark[];
  litMarkId: string | null;
  view: View;
  widthPx: number;
  onOpenMark: (markId: string) => void;
  /** Asks for a moment to be brought into sight. */
  onReveal: (sec: number) => void;
};

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Pins and range lines. One stop of Tab; arrow keys walk through all marks, also those out of sight. */
export function MarksLayer({ marks, litMarkId, view, widthPx, onOpenMark, onReveal }: MarksLayerProps) {
  const [walkedId, setWalkedId] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const walkedPin = useRef<HTMLButtonElement>(null);
  const clusters = useMemo(
    () => (widthPx > 0 ? clusterMarks(marks, (sec) => timeToX(sec, view, widthPx)) : []),
    [marks, view, widthPx],
  );
  const visible = clusters.filter(({ x }) => x >= -24 && x <= widthPx + 24);
  const hasWalked = visible.some((cluster) => cluster.marks.some((mark) => mark.id === walkedId));

  useEffect(() => {
    if (!wantsFocus.current || !walkedPin.current) return;
    wantsFocus.current = false;
    walkedPin.current.focus();
  });

  function walk(event: KeyboardEvent, from: number): void {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = clusters[step(from, clusters.length)];
    const mark = next?.marks[0];
    if (!next || !mark) return;
    setWalkedId(mark.id);
    wantsFocus.current = true;
    if (next.x < 0 || next.x > widthPx) onReveal(mark.startSec);
  }

  return (
    <div className="pointer-events-none absolute inset-0 z-10 overflow-hidden">
      {marks.map(({ id, startSec, endSec, personIndex, isResolved }) => {
        if (endSec === null || isResolved || endSec < view.fromSec || startSec > view.toSec || widthPx === 0)
          return null;
        const x = timeToX(startSec, view, widthPx);
        const style = { transform: `translateX(${x}px)`, width: timeToX(endSec, view, widthPx) - x };
        return (
          <span
            key={id}
            aria-hidden
            style={{ ...personStyle(personIndex), ...style }}
            className="absolute top-[15px] left-0 h-1 rounded-[2px] bg-(--c)"
          />
        );
      })}
      <ul aria-label="Comments on the waveform" className="absolute inset-0">
        {visible.map((cluster, order) => {
          const isWalked = hasWalked && cluster.marks.some((mark) => mark.id === walkedId);
          const key = cluster.marks[0]?.id;
          return (
            <MarkPin
              key={key}
              ref={isWalked ? walkedPin : undefined}
              cluster={cluster}
              litMarkId={litMarkId}
              isTabStop={hasWalked ? isWalked : order === 0}
              onOpen={onOpenMark}
              onFocus={() => setWalkedId(key ?? null)}
              onKeyDown={(event) => walk(event, clusters.indexOf(cluster))}
            />
          );
        })}
      </ul>
    </div>
  );
}
