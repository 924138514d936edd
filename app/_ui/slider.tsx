"use client";
import type { CSSProperties } from "react";
import { joinClasses } from "./class-names";

export type SliderProps = {
  label: string;
  /** Between min and max. */
  value: number;
  min?: number;
  max?: number;
  step?: number;
  /** Said instead of the number, e.g. "72 per cent". */
  valueText?: string;
  onValueChange: (value: number) => void;
  isDisabled?: boolean;
  className?: string;
};

/** A thin native slider: arrow keys, Home, End and Page keys come with it. */
export function Slider(props: SliderProps) {
  const { label, value, min = 0, max = 1, step = 0.01, valueText, onValueChange, isDisabled, className } = props;
  const share = max > min ? (value - min) / (max - min) : 0;
  const style: CSSProperties & { "--at": string } = { "--at": `${(share * 100).toFixed(2)}%` };
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={valueText}
      min={min}
      max={max}
      step={step}
      value={value}
      disabled={isDisabled}
      onChange={(event) => onValueChange(event.target.valueAsNumber)}
      style={style}
      className={joinClasses("thin-range w-20 disabled:opacity-45", className)}
    />
  );
}
