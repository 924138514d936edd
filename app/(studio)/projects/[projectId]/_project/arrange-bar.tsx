"use client";
import { ArrowDownUp } from "lucide-react";
import { Button } from "@/app/_ui/button";

/** Begins to put the songs in order. */
export function ArrangeButton({ isBack, onPress }: { isBack: boolean; onPress: () => void }) {
  return (
    <Button autoFocus={isBack} variant="quiet" size="small" className="shrink-0" onClick={onPress}>
      <ArrowDownUp aria-hidden />
      Change order
    </Button>
  );
}

/** What to do while the songs are put in order, and the way out. */
export function ArrangeBar({ onDone }: { onDone: () => void }) {
  return (
    <div className="flex min-h-[42px] flex-wrap items-center gap-x-3 gap-y-2 pb-2">
      <p className="min-w-0 flex-1 basis-56 text-grey-1">
        Drag the songs at their handles, or press Space on one and use the arrow keys. The order is the same for
        everybody.
      </p>
      <Button autoFocus size="small" onClick={onDone}>
        Done
      </Button>
    </div>
  );
}
