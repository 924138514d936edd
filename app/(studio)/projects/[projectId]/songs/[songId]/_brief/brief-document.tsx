"use client";
import { useId } from "react";
import type { BriefDocumentView, BriefItemView } from "@/lib/domains/briefs/schema";
import type { SongSession } from "../use-song-session";
import { BriefItem } from "./brief-item";
import type { DoneMarks } from "./use-done-marks";

interface BriefDocumentProps {
  session: SongSession;
  document: BriefDocumentView;
  marks: DoneMarks;
  litIds: string[];
  mayChange: boolean;
}

/** The list itself, group by group. */
export function BriefDocument({ session, document, marks, litIds, mayChange }: BriefDocumentProps) {
  const id = useId();
  return (
    <div className="border-grey-3 border-t pb-3">
      {document.groups.map((group) => (
        <section key={group.id} aria-labelledby={`${id}${group.id}`}>
          <header className="flex items-baseline justify-between gap-3 border-grey-3 border-b px-4 pt-5 pb-2">
            <h4 id={`${id}${group.id}`} className="min-w-0 break-words font-strong text-ui" dir="auto">
              {group.title}
            </h4>
            <span className="shrink-0 text-grey-2 text-meta tabular-nums">{countOpen(group.items, marks)}</span>
          </header>
          <ul>
            {group.items.map((item) => (
              <BriefItem
                key={item.id}
                session={session}
                item={item}
                isDone={marks.isDone(item)}
                isLit={litIds.includes(item.id)}
                onCheck={mayChange ? (isDone) => marks.check(item, isDone) : null}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function countOpen(items: BriefItemView[], marks: DoneMarks): string {
  const openCount = items.filter((item) => !marks.isDone(item)).length;
  return openCount === 0 ? "done" : `${openCount} open`;
}
