"use client";
import { Check, Minus } from "lucide-react";
import { Indicator, Root } from "radix-ui/checkbox";
import { type ReactNode, useId } from "react";
import { joinClasses } from "./class-names";

export type CheckboxProps = {
  label: ReactNode;
  hint?: ReactNode;
  isChecked?: boolean | "indeterminate";
  isCheckedByDefault?: boolean;
  onCheckedChange?: (isChecked: boolean) => void;
  isDisabled?: boolean;
  name?: string;
  value?: string;
  className?: string;
};

/** A yes or no with its words beside it, all of which can be pressed. */
export function Checkbox(props: CheckboxProps) {
  const { label, hint, isChecked, isCheckedByDefault, onCheckedChange, isDisabled, name, value, className } = props;
  const id = useId();
  return (
    <div className={joinClasses("flex items-start gap-2 max-desk:min-h-9 max-desk:items-center", className)}>
      <Root
        id={id}
        name={name}
        value={value}
        checked={isChecked}
        defaultChecked={isCheckedByDefault}
        disabled={isDisabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onCheckedChange={(next) => onCheckedChange?.(next === true)}
        className="touch-44 ring-edge mt-0.5 grid size-4 shrink-0 place-items-center rounded-[4px] bg-paper-high text-paper disabled:opacity-45 data-[state=checked]:bg-ink data-[state=indeterminate]:bg-ink data-[state=checked]:shadow-none max-desk:mt-0 max-desk:size-5"
      >
        <Indicator className="[&_svg]:size-3 [&_svg]:stroke-[3]">
          {isChecked === "indeterminate" ? <Minus aria-hidden /> : <Check aria-hidden />}
        </Indicator>
      </Root>
      <div className="grid">
        <label htmlFor={id} className="text-ui">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="text-grey-2 text-meta">
            {hint}
          </span>
        )}
      </div>
    </div>
  );
}
