"use client";
import { Split } from "lucide-react";
import { PersonMark } from "@/app/_ui/person-mark";
import type { BriefItemView } from "@/lib/domains/briefs/schema";
import { usePersonColor } from "../person-colors";
import type { SongSession } from "../use-song-session";
import { findAuthors } from "./note-authors";

interface BriefConflictProps {
  session: SongSession;
  conflict: NonNullable<BriefItemView["conflict"]>;
}

/** People want opposite things: who wants which. Nobody decides for them. */
export function BriefConflict({ session, conflict }: BriefConflictProps) {
  const colorOf = usePersonColor();
  return (
    <div className="ring-line mt-2 mb-0.5 ml-6 rounded-control px-3 py-2 max-desk:ml-7">
      <p className="flex gap-1.5 font-strong text-meta">
        <Split aria-hidden className="size-3.5 shrink-0 text-grey-1" />
        <span className="min-w-0 break-words" dir="auto">
          Not agreed: {conflict.what}
        </span>
      </p>
      <ul className="mt-2 grid gap-2">
        {conflict.sides.map((side) => {
          const authors = findAuthors(session.comments, side.noteIds);
          return (
            <li key={side.noteIds.join(" ")} className="flex gap-2">
              <span className="flex shrink-0 items-start gap-0.5">
                {authors.map((author) => (
                  <PersonMark
                    key={author.id}
                    name={author.name}
                    personIndex={colorOf(author.id)}
                    className="size-[18px]! text-[.5rem]!"
                  />
                ))}
              </span>
              <p className="min-w-0 flex-1 break-words text-ui" dir="auto">
                <span className="font-strong">{authors.map((author) => author.name.split(" ")[0]).join(", ")}</span>{" "}
                {side.says}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
