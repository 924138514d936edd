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
