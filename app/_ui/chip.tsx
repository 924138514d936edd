import type { ComponentPropsWithRef, ReactNode } from "react";
import { joinClasses } from "./class-names";

const TONES = { plain: "bg-hover text-grey-1", good: "bg-good-wash text-good-text", bad: "bg-bad-wash text-bad-text" };

type TagProps = ComponentPropsWithRef<"span"> & { tone?: keyof typeof TONES; icon?: ReactNode };

/** A word about a thing: "steady", "hot peaks". Red is for clipping and errors alone. */
export function Tag({ tone = "plain", icon, className, children, ...rest }: TagProps) {
  return (
    <span
      className={joinClasses(
        "inline-flex h-[22px] shrink-0 items-center gap-[5px] whitespace-nowrap rounded-tag px-2 font-strong text-meta [&_svg]:size-3",
        TONES[tone],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </span>
  );
}

const PILL_TONES = {
  line: "ring-line text-grey-1",
  good: "bg-good-wash text-good-text",
  bad: "bg-bad-wash text-bad-text",
};

type PillProps = ComponentPropsWithRef<"span"> & { tone?: keyof typeof PILL_TONES; icon?: ReactNode };

/** A state, with its icon: "In review", "Approved". */
export function Pill({ tone = "line", icon, className, children, ...rest }: PillProps) {
  return (
    <span
      className={joinClasses(
        "inline-flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full pr-2 pl-[7px] font-strong text-meta [&_svg]:size-[13px]",
        PILL_TONES[tone],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </span>
  );
}

/** A small outlined name such as "v3". */
export function OutlineTag({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={joinClasses(
        "ring-line inline-block shrink-0 self-center rounded-tag px-[5px] font-strong text-grey-1 text-micro tabular-nums",
        className,
      )}
    >
      {children}
    </span>
  );
}

/** How many wait: ink turned round. `label` says of what. */
export function CountBadge({ count, label }: { count: number; label: string }) {
  return (
    <span className="inline-grid h-[18px] min-w-5 place-items-center rounded-full bg-ink px-[5px] font-title text-micro text-paper tabular-nums">
      <span aria-hidden>{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
