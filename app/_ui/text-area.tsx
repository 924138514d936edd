"use client";
import type { ComponentPropsWithRef } from "react";
import { joinClasses } from "./class-names";
import { Field, type FieldFrame } from "./field";

export type TextAreaProps = FieldFrame & ComponentPropsWithRef<"textarea">;

/** A field of several lines that grows with its words. */
export function TextArea(props: TextAreaProps) {
  const { label, hint, error, aside, isLabelHidden, isRequired, frameClassName, id, className, ...rest } = props;
  return (
    <Field {...{ label, hint, error, aside, isLabelHidden, isRequired, id }} className={frameClassName}>
      {(control) => (
        <textarea
          rows={3}
          {...rest}
          {...control}
          className={joinClasses("field-box field-sizing-content max-h-80 resize-y px-3 py-2", className)}
        />
      )}
    </Field>
  );
}
