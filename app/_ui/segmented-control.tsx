"use client";
import { type ReactNode, useId } from "react";
import { joinClasses } from "./class-names";

export type SegmentedControlProps<Value extends string> = {
  label: string;
  options: { value: Value; label: ReactNode; name?: string }[];
  value: Value;
  onValueChange: (value: Value) => void;
  /**
   * `quiet` filters a list, `strong` says which one is current (ink turned round), as the version chips do, `title` heads what
   * it shows.
   */
  variant?: "quiet" | "strong" | "title";
};

const VARIANTS = {
  quiet:
    "h-[26px] rounded-control px-2 text-meta text-grey-2 has-checked:bg-select has-checked:text-ink max-desk:h-9 max-desk:px-3",
  strong:
    "ring-line h-7 rounded-control min-w-[38px] px-2.5 text-ui text-grey-1 hover:bg-hover has-checked:bg-ink has-checked:text-paper has-checked:shadow-none max-desk:h-11 max-desk:min-w-11",
  title:
    "h-[45px] text-ui text-grey-2 has-checked:text-ink has-checked:shadow-[inset_0_-2px_0_var(--ink)] max-desk:h-12",
};

const GAPS = { quiet: "gap-0.5", strong: "gap-1", title: "gap-4" };

/** One of a few, all in sight: native radio buttons, so arrow keys move and the group is one stop of Tab. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, options, value, onValueChange, variant = "quiet" } = props;
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={joinClasses("flex flex-wrap", GAPS[variant])}>
      {options.map((option) => (
        <label
          key={option.value}
          className={joinClasses(
            "relative inline-flex items-center justify-center gap-1.5 font-strong tabular-nums hover:text-ink",
            "has-focus-visible:outline-2 has-focus-visible:outline-accent-text has-focus-visible:outline-offset-2",
            VARIANTS[variant],
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
            aria-label={option.name}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
