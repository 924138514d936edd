"use client";
import { ChevronDown } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import { joinClasses } from "./class-names";
import { Field, type FieldFrame } from "./field";

export type SelectOption = { value: string; label: string; isDisabled?: boolean };
export type SelectProps = FieldFrame & Omit<ComponentPropsWithRef<"select">, "children"> & { options: SelectOption[] };

/** One of several. The system's own list, as no drawn one is as good under a thumb or a screen reader. */
export function Select(props: SelectProps) {
  const { label, hint, error, aside, isLabelHidden, isRequired, frameClassName, id, options, className, ...rest } =
    props;
  return (
    <Field {...{ label, hint, error, aside, isLabelHidden, isRequired, id }} className={frameClassName}>
      {(control) => (
        <div className="relative">
          <select
            {...rest}
            {...control}
            className={joinClasses("field-box h-9 appearance-none pr-9 pl-3 max-desk:h-12", className)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.isDisabled} className="bg-paper-high">
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-grey-2"
          />
        </div>
      )}
    </Field>
  );
}
