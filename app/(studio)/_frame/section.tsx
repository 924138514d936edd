import { type ReactNode, useId } from "react";

interface SectionProps {
  title: string;
  /** The second voice beside the title, e.g. a count. */
  detail?: ReactNode;
  /** At the far end of the title's line. */
  aside?: ReactNode;
  className?: string;
  /** What a link can lead to. */
  id?: string;
  children: ReactNode;
}

/** A part of a page: a title on a line, and what belongs to it. */
export function Section({ title, detail, aside, className, id, children }: SectionProps) {
  const titleId = useId();
  return (
    <section id={id} aria-labelledby={titleId} className={className}>
      <div className="flex min-h-9 items-center gap-2.5 border-grey-3 border-b pb-1.5">
        <h2 id={titleId} className="shrink-0 font-strong text-ui max-desk:text-body">
          {title}
        </h2>
        {detail && <span className="text-grey-2 text-meta tabular-nums">{detail}</span>}
        {aside && <div className="ml-auto flex items-center text-meta">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
