"use client";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { joinClasses } from "./class-names";

/** What a control inside a Field must carry so that label, hint and error belong to it. */
export type FieldControl = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  required: boolean | undefined;
};

export type FieldProps = {
  label: ReactNode;
  /** One line that helps before anything went wrong. */
  hint?: ReactNode;
  /** What is wrong and how to mend it; announced when it arrives. */
  error?: string | null;
  /** At the end of the label's line, e.g. a "Forgot it?" link. */
  aside?: ReactNode;
  isLabelHidden?: boolean;
  isRequired?: boolean;
  id?: string;
  className?: string;
  children: (control: FieldControl) => ReactNode;
};

/** A label, a control, a hint and an error, tied together by ids. */
export function Field({ label, hint, error, aside, isLabelHidden, isRequired, id, className, children }: FieldProps) {
  const ownId = useId();
  const controlId = id ?? ownId;
  const describedBy = [hint && `${controlId}-hint`, error && `${controlId}-error`].filter(Boolean).join(" ");
  return (
    <div className={joinClasses("grid gap-1.5", className)}>
      <div className={joinClasses("flex items-baseline justify-between gap-3", isLabelHidden && "sr-only")}>
        <label htmlFor={controlId} className="font-strong text-ui">
          {label}
        </label>
        {aside && <span className="text-meta text-grey-2">{aside}</span>}
      </div>
      {children({
        id: controlId,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
        required: isRequired,
      })}
      {hint && (
        <p id={`${controlId}-hint`} className="text-meta text-grey-2">
          {hint}
        </p>
      )}
      <div aria-live="polite" className="contents">
        {error && (
          <p id={`${controlId}-error`} className="flex gap-1.5 text-bad-text text-meta">
            <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

/** The props every ready-made field takes from Field. */
export type FieldFrame = Omit<FieldProps, "children" | "id" | "className"> & { frameClassName?: string };
