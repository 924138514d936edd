"use client";
import { type FormEvent, useRef, useState } from "react";
import { ApiError, describeError } from "./api-error";

export interface FormState {
  isBusy: boolean;
  /** What went wrong with the whole, when no single field is to blame. */
  error: string | null;
  fieldError: (field: string) => string | undefined;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/** Submits a form's values as strings by name; keeps what was typed, shows errors at their fields. */
export function useForm(fields: string[], submit: (values: Record<string, string>) => Promise<void>): FormState {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const isRunning = useRef(false);

  const run = async (form: HTMLFormElement) => {
    // A key held down, or pressed twice, sends once.
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await submit(readValues(form));
    } catch (error) {
      setFailure(error);
      focusFirstWrong(form, fields, error);
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };

  const fieldError = (field: string) => (failure instanceof ApiError ? failure.fieldMessage(field) : undefined);
  const isAtField = fields.some((field) => fieldError(field));
  return {
    isBusy,
    fieldError,
    error: failure && !isAtField ? describeError(failure) : null,
    onSubmit: (event) => {
      event.preventDefault();
      void run(event.currentTarget);
    },
  };
}

function readValues(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : ""]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function focusFirstWrong(form: HTMLFormElement, fields: string[], error: unknown): void {
  if (!(error instanceof ApiError)) return;
  const first = fields.find((field) => error.fieldMessage(field));
  const control = first ? form.elements.namedItem(first) : null;
  if (control instanceof HTMLElement) control.focus();
}
