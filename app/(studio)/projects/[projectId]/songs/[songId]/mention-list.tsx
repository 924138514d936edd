"use client";
import { joinClasses } from "@/app/_ui/class-names";
import type { Mentions } from "./use-mentions";

/** Who can be spoken to, while an "@" is typed. The field has the focus and the keys. */
export function MentionList({ mentions }: { mentions: Mentions }) {
  const { listId, options, active, pick, setActive } = mentions;
  if (options.length === 0) return null;
  return (
    <div
      id={listId}
      role="listbox"
      aria-label="Mention somebody"
      className="-mx-1.5 grid max-desk:order-first max-desk:col-span-full"
    >
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
        <div
          key={option.id}
          id={`${listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => setActive(index)}
          // Before the field loses its caret.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(option)}
          className={joinClasses(
            "flex min-h-[30px] cursor-default items-center justify-between gap-3 rounded-control px-2 text-ui max-desk:min-h-11",
            index === active && "bg-hover",
          )}
        >
          <bdi className="min-w-0 truncate">{option.name}</bdi>
          <span className="min-w-0 truncate text-grey-2 text-meta">{option.detail}</span>
        </div>
      ))}
    </div>
  );
}
