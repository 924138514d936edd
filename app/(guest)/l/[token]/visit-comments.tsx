"use client";
import { useMemo } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { describePlace } from "@/app/_client/comments/place";
import { OutlineTag } from "@/app/_ui/chip";
import { joinClasses } from "@/app/_ui/class-names";
import { PersonMark, personStyle } from "@/app/_ui/person-mark";
import { RelativeTime } from "@/app/_ui/relative-time";
import { type PersonIndex } from "@/lib/core/person-index";
import type { CommentView, ReplyView } from "@/lib/domains/comments/schema";
import type { VisitSongView, VisitView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";
import type { VisitSession } from "./use-visit-session";
import { colorsOf } from "./visit-colors";
import { VisitComposer } from "./visit-composer";

interface VisitCommentsProps {
  visit: VisitView;
  song: VisitSongView;
  session: VisitSession;
  own: OwnWay | null;
  isLoading: boolean;
  failure: unknown;
}

/** What was said of this version, in the order of the sound, and room to say something. */
export function VisitComments({ visit, song, session, own, isLoading, failure }: VisitCommentsProps) {
  const { comments, version } = session;
  const colorOf = useMemo(() => colorsOf(comments), [comments]);
  return (
    <section aria-labelledby="visit-comments" className="mt-6 max-desk:mt-3">
      <h2 id="visit-comments" className="px-1 font-strong max-desk:px-4">
        Comments <span className="text-grey-2 tabular-nums">{comments.length > 0 && comments.length}</span>
      </h2>
      {version && <VisitComposer key={version.id} {...{ visit, song, session, own, version }} />}
      {failure ? (
        <p role="alert" className="px-4 py-3 text-bad-text">
          The comments could not be loaded. {describeError(failure)}
        </p>
      ) : (
        !isLoading &&
        comments.length === 0 && (
          <p className="px-1 py-3 text-grey-2 max-desk:px-4">
            Nothing said yet. Your words stay on the second you meant.
          </p>
        )
      )}
      <ul>
        {comments.map((comment) => (
          <Comment
            key={comment.id}
            comment={comment}
            personIndex={colorOf(comment.author.id)}
            isLit={comment.id === session.litCommentId}
            onOpen={() => session.openComment(comment.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface CommentProps {
  comment: CommentView;
  personIndex: PersonIndex;
  isLit: boolean;
  onOpen: () => void;
}

function Comment({ comment, personIndex, isLit, onOpen }: CommentProps) {
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
          <header className="flex items-baseline gap-2">
            <Author remark={comment} />
            {comment.startSec !== null && (
              <button
                type="button"
                onClick={onOpen}
                style={personStyle(personIndex)}
                className="touch-44 shrink-0 rounded-tag font-strong text-(--c) tabular-nums underline-offset-3 hover:underline"
              >
                {describePlace(comment)}
              </button>
            )}
            <RelativeTime instant={comment.createdAt} className="ml-auto shrink-0 text-grey-2 text-meta" />
          </header>
          <Words remark={comment} />
          {comment.replies.length > 0 && (
            <ul className="mt-2 grid gap-2 border-grey-3 border-l pl-3">
              {comment.replies.map((reply) => (
                <li key={reply.id}>
                  <p className="flex items-baseline gap-2">
                    <Author remark={reply} />
                    <RelativeTime instant={reply.createdAt} className="ml-auto shrink-0 text-grey-2 text-meta" />
                  </p>
                  <Words remark={reply} />
                </li>
              ))}
            </ul>
          )}
        </div>
      </article>
    </li>
  );
}

function Author({ remark }: { remark: ReplyView }) {
  return (
    <>
      <span className="truncate font-strong">
        <bdi>{remark.author.name}</bdi>
      </span>
      {remark.author.isGuest && <OutlineTag>guest</OutlineTag>}
    </>
  );
}

function Words({ remark }: { remark: ReplyView }) {
  return (
    <p className="whitespace-pre-wrap break-words text-body" dir="auto">
      {remark.body}
      {remark.editedAt !== null && <span className="text-grey-2 text-meta"> (edited)</span>}
    </p>
  );
}
