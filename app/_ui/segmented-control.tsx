"use client";
import { Item, Root } from "radix-ui/toggle-group";
import type { ReactNode } from "react";
import { joinClasses } from "./class-names";

export type SegmentedControlProps<Value extends string> = {
  label: string;
  options: { value: Value; label: ReactNode; name?: string }[];
  value: Value;
  onValueChange: (value: Value) => void;
  /** `quiet` filters a list, `strong` says which one is current (ink turned round), as the version chips do. */
  variant?: "quiet" | "strong";
};

const VARIANTS = {
  quiet:
    "h-[26px] px-2 text-meta text-grey-2 data-[state=on]:bg-select data-[state=on]:text-ink max-desk:h-9 max-desk:px-3",
  strong:
    "ring-line h-7 min-w-[38px] px-2.5 text-ui text-grey-1 hover:bg-hover data-[state=on]:bg-ink data-[state=on]:text-paper data-[state=on]:shadow-none max-desk:h-11 max-desk:min-w-11",
};

/** One of a few, all in sight. Arrow keys move, the group is one stop of Tab. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, options, value, onValueChange, variant = "quiet" } = props;
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next);
    if (option) onValueChange(option.value);
  };
  return (
    <Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      className={joinClasses("flex flex-wrap", variant === "strong" ? "gap-1" : "gap-0.5")}
    >
      {options.map((option) => (
        <Item
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className={joinClasses(
            "inline-flex items-center justify-center gap-1.5 rounded-control font-strong tabular-nums hover:text-ink",
            VARIANTS[variant],
          )}
        >
          {option.label}
        </Item>
      ))}
    </Root>
  );
}
