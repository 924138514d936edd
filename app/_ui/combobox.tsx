"use client";
import { type KeyboardEvent, useId, useState } from "react";
import { joinClasses } from "./class-names";
import { TextField, type TextFieldProps } from "./text-field";

export type ComboboxOption = { value: string; label: string; detail?: string };

export type ComboboxProps = Pick<TextFieldProps, "hint" | "error" | "maxLength"> & {
  label: string;
  options: ComboboxOption[];
  /** Words of the option for what was typed and is none of the others; left out, only these can be chosen. */
  newLabel?: (typed: string) => string;
  /** Gets an option's value, or what was typed. */
  onChoose: (value: string) => void;
};

const SHOWN = 7;

/** A field that completes what is typed from a list. Arrows move, Enter takes, Esc is left to what is around it. */
export function Combobox({ options, newLabel, onChoose, ...field }: ComboboxProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const shown = completeWord(options, typed, newLabel);
  const at = Math.min(active, shown.length - 1);
  const choose = (option: ComboboxOption | undefined) => {
    if (!option) return;
    setTyped("");
    setActive(0);
    onChoose(option.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      setActive((at + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(shown[at]);
    }
  };
  return (
    <div className="grid gap-2">
      <TextField
        {...field}
        role="combobox"
        autoComplete="off"
        aria-expanded={shown.length > 0}
        aria-controls={shown.length > 0 ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={field.label}
        hidden={shown.length === 0}
        className="-mx-1.5 grid"
      >
        {shown.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys
          <div
            key={option.value}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onPointerMove={() => setActive(i)}
            onClick={() => choose(option)}
            className={joinClasses(
              "flex min-h-[30px] cursor-default items-center justify-between gap-3 rounded-control px-2 text-ui max-desk:min-h-11",
              i === at && "bg-hover",
            )}
          >
            <bdi className="min-w-0 truncate">{option.label}</bdi>
            {option.detail && <span className="shrink-0 text-grey-2 text-meta">{option.detail}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

/** The options that fit what was typed, those that begin with it first; then what was typed itself, unless it is one of them. */
export function completeWord(
  options: ComboboxOption[],
  typed: string,
  newLabel?: (typed: string) => string,
): ComboboxOption[] {
  const word = typed.trim();
  const folded = word.toLowerCase();
  const places = options.map((option) => ({ option, at: option.label.toLowerCase().indexOf(folded) }));
  const fitting = places.filter(({ at }) => at >= 0).sort((a, b) => Number(a.at > 0) - Number(b.at > 0));
  const shown = fitting.slice(0, SHOWN).map(({ option }) => option);
  const isKnown = fitting.some(({ option }) => option.label.toLowerCase() === folded);
  if (!newLabel || word === "" || isKnown) return shown;
  return [...shown, { value: word, label: newLabel(word) }];
}
