"use client";
import { RotateCcw, RotateCw } from "lucide-react";
import { IconButton } from "@/app/_ui/icon-button";

type SkipButtonProps = { direction: "back" | "forward"; onSkip: () => void; isDisabled: boolean };

/** Five seconds back or on. */
export function SkipButton({ direction, onSkip, isDisabled }: SkipButtonProps) {
  const isBack = direction === "back";
  const Icon = isBack ? RotateCcw : RotateCw;
  return (
    <IconButton
      label={isBack ? "Back 5 seconds" : "Forward 5 seconds"}
      keys={[isBack ? "←" : "→"]}
      onClick={onSkip}
      disabled={isDisabled}
      className="[&_svg]:size-[19px]"
    >
      <Icon aria-hidden strokeWidth={1.75} />
      <span
        aria-hidden
        className="absolute inset-0 grid place-items-center pt-px font-title text-[.4375rem] leading-none"
      >
        5
      </span>
    </IconButton>
  );
}
