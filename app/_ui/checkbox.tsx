"use client";
import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import { joinClasses } from "./class-names";

export type CheckboxProps = {
  label: ReactNode;
  hint?: ReactNode;
  isChecked?: boolean;
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
    <div className={joinClasses("flex items-start gap-2", className)}>
      <span className="relative mt-0.5 grid size-4 shrink-0 max-desk:mt-2 max-desk:size-5">
        <input
          id={id}
          type="checkbox"
          name={name}
          value={value}
          checked={isChecked}
          defaultChecked={isCheckedByDefault}
          disabled={isDisabled}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => onCheckedChange?.(event.target.checked)}
          className="peer ring-edge size-full cursor-pointer appearance-none rounded-[4px] bg-paper-high checked:bg-ink checked:shadow-none disabled:opacity-45"
        />
        <Check
          aria-hidden
          className="pointer-events-none invisible absolute inset-0 m-auto size-3 stroke-[3] text-paper peer-checked:visible"
        />
      </span>
      <div className="grid">
        <label htmlFor={id} className={joinClasses("text-ui", hint ? "max-desk:pt-2" : "max-desk:py-2")}>
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
