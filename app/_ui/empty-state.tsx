import type { ReactNode } from "react";

export type EmptyStateProps = {
  title: ReactNode;
  /** What will be here, and what to do about it. */
  children?: ReactNode;
  actions?: ReactNode;
  /** `page` is the whole page, `section` a list that is empty. */
  size?: "page" | "section";
};

/** An empty place that teaches the next step. */
export function EmptyState({ title, children, actions, size = "section" }: EmptyStateProps) {
  if (size === "page") {
    return (
      <section className="max-w-xl">
        <h2 className="font-title text-display">{title}</h2>
        {children && <div className="mt-2 text-pretty text-grey-1 text-lead">{children}</div>}
        {actions && <div className="mt-6 flex flex-wrap gap-2">{actions}</div>}
      </section>
    );
  }
  return (
    <section className="max-w-[56ch] py-6">
      <p className="font-strong text-body">{title}</p>
      {children && <div className="mt-1 text-pretty text-grey-1 text-ui">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap gap-2">{actions}</div>}
    </section>
  );
}
