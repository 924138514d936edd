import type { CSSProperties } from "react";
import { joinClasses } from "./class-names";
import { initialsOf, type PersonColor } from "./person";

/** Sets `--c` to a person's colour for everything inside. */
export function personStyle(personIndex: PersonColor): CSSProperties & { "--c": string } {
  return { "--c": `var(--person-${personIndex})` };
}

type PersonMarkProps = {
  name: string;
  personIndex: PersonColor;
  /** Hollow, as a resolved comment is. */
  isHollow?: boolean;
  className?: string;
};

/** The coloured initials of whoever made a mark. Decoration: the name is written beside it. */
export function PersonMark({ name, personIndex, isHollow = false, className }: PersonMarkProps) {
  return (
    <span
      aria-hidden
      style={personStyle(personIndex)}
      className={joinClasses(
        "inline-grid size-[22px] shrink-0 place-items-center rounded-full font-title text-[.5625rem] leading-none tracking-[.02em]",
        isHollow ? "text-grey-1 shadow-[inset_0_0_0_1.5px_var(--edge)]" : "bg-(--c) text-on-person",
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
