"use client";
import { Pencil } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { showToast } from "./toast";

export type InlineEditProps = {
  value: string;
  /** The field's name, e.g. "Song name". */
  label: string;
  /** Stores the new value; a rejection puts the words back into the field. */
  onSave: (value: string) => Promise<void>;
  maxLength?: number;
  /** Shown when saving failed; what was typed is kept. */
  failureMessage?: string;
};

/** A heading one can rewrite where it stands: Enter or leaving saves, Esc takes it back. */
export function InlineEdit({ value, label, onSave, maxLength = 200, failureMessage }: InlineEditProps) {
  const [draft, setDraft] = useState<string | null>(null);
  // What was saved stays in sight until the page brings it back as the value.
  const [saved, setSaved] = useState<{ over: string; next: string } | null>(null);
  const isCancelled = useRef(false);
  const opener = useRef<HTMLButtonElement>(null);
  if (saved && saved.over !== value) setSaved(null);
  const shown = saved?.over === value ? saved.next : value;

  async function finish(): Promise<void> {
    const next = (draft ?? "").trim();
    const isUnchanged = isCancelled.current || next === "" || next === shown;
    isCancelled.current = false;
    setDraft(null);
    if (isUnchanged) return;
    setSaved({ over: value, next });
    try {
      await onSave(next);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      showToast({
        tone: "bad",
        message: failureMessage ?? `${label} was not saved`,
        detail: "What you typed is kept.",
      });
      setSaved(null);
      setDraft(next);
    }
  }

  function handleKey(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    isCancelled.current = event.key === "Escape";
    event.currentTarget.blur();
    requestAnimationFrame(() => opener.current?.focus());
  }

  if (draft !== null) {
    return (
      <h1 className="-mx-1.5 min-w-0 font-title text-title max-desk:text-[1.375rem]">
        <input
          ref={(input) => {
            if (input && document.activeElement !== input) input.select();
          }}
          aria-label={label}
          value={draft}
          maxLength={maxLength}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={handleKey}
          onBlur={() => void finish()}
          className="field-sizing-content min-w-32 max-w-full rounded-tag bg-paper-high px-1.5 tracking-[-.018em] outline-offset-0"
        />
      </h1>
    );
  }
  return (
    <h1 className="-mr-4 -ml-1.5 min-w-0 max-desk:-mr-1.5 font-title text-title max-desk:text-[1.375rem]">
      <button
        ref={opener}
        type="button"
        onClick={() => setDraft(shown)}
        className="group flex max-w-full items-center gap-1.5 rounded-tag px-1.5 text-left tracking-[-.018em] hover:bg-hover max-desk:min-h-9"
      >
        <span className="truncate">{shown}</span>
        <span className="sr-only">, rename</span>
        <Pencil
          aria-hidden
          className="size-[13px] shrink-0 text-grey-2 opacity-0 max-desk:hidden group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      </button>
    </h1>
  );
}
