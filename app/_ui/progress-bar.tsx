import { joinClasses } from "./class-names";

export type ProgressBarProps = {
  /** What is going on, for a screen reader. */
  label: string;
  /** 0 to 1; null while nothing is known. */
  value: number | null;
  /** Said instead of the per cent, e.g. "84 of 124 MB". */
  valueText?: string;
  /** `plain` for what people have done, not what is going on. */
  tone?: "accent" | "plain" | "good" | "bad";
  className?: string;
};

const TONES = { accent: "bg-accent", plain: "bg-grey-1", good: "bg-good", bad: "bg-bad" };

/** A thin line of how far a long work is. */
export function ProgressBar({ label, value, valueText, tone = "accent", className }: ProgressBarProps) {
  const share = value === null ? 0 : Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(share * 100)}
      aria-valuetext={valueText}
      className={joinClasses("h-[3px] overflow-hidden rounded-[2px] bg-grey-3", className)}
    >
      <div
        className={joinClasses("h-full origin-left transition-transform duration-calm", TONES[tone])}
        style={{ transform: `scaleX(${share})` }}
      />
    </div>
  );
}
