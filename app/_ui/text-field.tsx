"use client";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { joinClasses } from "./class-names";
import { Field, type FieldFrame } from "./field";

export type TextFieldProps = FieldFrame &
  Omit<ComponentPropsWithRef<"input">, "size"> & {
    size?: "medium" | "large";
    /** Sits at the end inside the box. */
    trailing?: ReactNode;
  };

/** A one-line field with its label, hint and error. */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, aside, isLabelHidden, isRequired, frameClassName, id, ...input } = props;
  const { size = "medium", trailing, className, ...rest } = input;
  return (
    <Field {...{ label, hint, error, aside, isLabelHidden, isRequired, id }} className={frameClassName}>
      {(control) => (
        <div className="relative">
          <input
            type="text"
            {...rest}
            {...control}
            className={joinClasses(
              "field-box max-desk:h-12",
              size === "large" ? "h-[42px] px-3.5" : "h-9 px-3",
              Boolean(trailing) && "pr-11",
              className,
            )}
          />
          {trailing && <div className="absolute inset-y-0 right-0 grid w-11 place-items-center">{trailing}</div>}
        </div>
      )}
    </Field>
  );
}
