import type { ReactNode } from "react";
import { joinClasses } from "./class-names";

type KbdProps = { children: ReactNode; tone?: "plain" | "line" | "inverse" };

const TONES = {
  plain: "text-grey-2",
  line: "ring-line inline-grid h-5 min-w-5 place-items-center rounded-tag px-1.5 text-grey-1",
  inverse: "opacity-75",
};

/** A key to press: `line` is a cap in prose, `plain` a hint at the end of a row. */
export function Kbd({ children, tone = "line" }: KbdProps) {
  return (
    <kbd className={joinClasses("font-sans text-micro tracking-[.02em] font-strong", TONES[tone])}>{children}</kbd>
  );
}
