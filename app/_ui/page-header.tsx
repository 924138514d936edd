import type { ReactNode } from "react";
import { joinClasses } from "./class-names";

export type PageHeaderProps = {
  title: ReactNode;
  /** Before the title: the picture of what the page is of. */
  lead?: ReactNode;
  /** The second voice beside the title; below it on a phone. */
  detail?: ReactNode;
  /** At the far end: people, buttons. */
  actions?: ReactNode;
  /** On a phone: everything on one line (a song), or title, detail and actions below one another (home). */
  phone?: "line" | "stack";
};

/** The first 56 px of a page. A plain title becomes the h1; pass an InlineEdit with its own. */
export function PageHeader({ title, lead, detail, actions, phone = "line" }: PageHeaderProps) {
  const isStack = phone === "stack";
  return (
    <header className="sticky top-0 z-10 flex h-14 shrink-0 items-center gap-3 border-grey-3 border-b bg-paper pr-4 pl-6 max-desk:static max-desk:h-auto max-desk:flex-wrap max-desk:gap-2 max-desk:border-0 max-desk:px-4 max-desk:pt-3">
      {lead}
      {/* On a phone a picture and its title have a line of their own. */}
      <div
        className={joinClasses(
          "contents",
          lead !== undefined && "max-desk:block max-desk:min-w-0 max-desk:basis-[calc(100%-52px)]",
        )}
      >
        {typeof title === "string" ? (
          <h1 className="truncate font-title text-title max-desk:text-[1.375rem]">{title}</h1>
        ) : (
          title
        )}
      </div>
      {detail && (
        <div
          className={joinClasses(
            "min-w-0 truncate text-grey-2",
            isStack && "max-desk:w-full max-desk:whitespace-normal",
          )}
        >
          {detail}
        </div>
      )}
      {actions && (
        <div className={joinClasses("ml-auto flex shrink-0 items-center gap-2", isStack && "max-desk:ml-0")}>
          {actions}
        </div>
      )}
    </header>
  );
}
