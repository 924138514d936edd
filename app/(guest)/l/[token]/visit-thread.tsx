"use client";
import { CornerUpLeft } from "lucide-react";
import { useState } from "react";
import { describePlace } from "@/app/_client/comments/place";
import { Button } from "@/app/_ui/button";
import { joinClasses } from "@/app/_ui/class-names";
import { PersonMark, personStyle } from "@/app/_ui/person-mark";
import type { PersonIndex } from "@/lib/core/person-index";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { VisitSongView, VisitView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";
import { useSpeaker } from "./speaker-name";
import { VisitRemark } from "./visit-remark";
import { WordsForm } from "./words-form";

interface VisitThreadProps {
  visit: VisitView;
  song: VisitSongView;
  own: OwnWay | null;
  comment: CommentView;
  personIndex: PersonIndex;
  isLit: boolean;
  onOpen: () => void;
}

/** A comment with its replies, and room for another one. */
export function VisitThread({ visit, song, own, comment, personIndex, isLit, onOpen }: VisitThreadProps) {
  const [isReplying, setReplying] = useState(false);
  const speaker = useSpeaker(visit, own);
  const address = { linkId: visit.linkId, songId: song.id };
  const [firstName] = comment.author.name.split(" ");
  return (
    <li
      aria-current={isLit ? "true" : undefined}
      className={joinClasses(
        "relative border-grey-3 border-b px-1 transition-[background-color] duration-calm last:border-b-0 max-desk:px-4",
        isLit && "bg-accent-wash before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent",
      )}
    >
      <article aria-label={`${comment.author.name} ${describePlace(comment)}`} className="flex gap-2.5 px-2 py-3">
        <PersonMark
          name={comment.author.name}
          personIndex={personIndex}
          isHollow={comment.resolvedAt !== null}
          className="mt-px"
        />
        <div className="min-w-0 flex-1">
          <VisitRemark
            {...{ address, speaker, remark: comment }}
            hasReplies={comment.replies.length > 0}
            place={
              comment.startSec !== null && (
                <button
                  type="button"
                  onClick={onOpen}
                  style={personStyle(personIndex)}
                  className="touch-44 shrink-0 rounded-tag font-strong text-(--c) tabular-nums underline-offset-3 hover:underline"
                >
                  {describePlace(comment)}
                </button>
              )
            }
          />
          {comment.replies.length > 0 && (
            <ul className="mt-2 grid gap-2 border-grey-3 border-l pl-3">
              {comment.replies.map((reply) => (
                <li key={reply.id}>
                  <VisitRemark {...{ address, speaker, remark: reply }} isReply />
                </li>
              ))}
            </ul>
          )}
          <div className="-ml-2 mt-1">
            <Button variant="quiet" size="small" aria-expanded={isReplying} onClick={() => setReplying(!isReplying)}>
              <CornerUpLeft aria-hidden />
              Reply
            </Button>
          </div>
          {isReplying && (
            <WordsForm
              {...{ address, speaker }}
              label={`Reply to ${comment.author.name}`}
              placeholder={`Reply to ${firstName}`}
              draft={`reply:${comment.id}`}
              action="Reply"
              path={`comments/${comment.id}/replies`}
              method="POST"
              onClose={() => setReplying(false)}
            />
          )}
        </div>
      </article>
    </li>
  );
}
