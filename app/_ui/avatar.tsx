import { joinClasses } from "./class-names";
import { initialsOf } from "./person";

const SIZES = { small: "size-5 text-[.5rem]", medium: "size-[26px] text-[.625rem]", large: "size-9 text-meta" };

type AvatarProps = { name: string; size?: keyof typeof SIZES; isNamed?: boolean; className?: string };

/** A grey face with initials. Decoration beside a written name; `isNamed` says it where none is written. */
export function Avatar({ name, size = "medium", isNamed = false, className }: AvatarProps) {
  return (
    <span
      {...(isNamed ? { role: "img", "aria-label": name, title: name } : { "aria-hidden": true })}
      className={joinClasses(
        "inline-grid shrink-0 place-items-center rounded-full bg-face font-title text-ink leading-none tracking-[.02em]",
        SIZES[size],
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
