"use client";
import { Check, CornerUpLeft } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { describePlace } from "@/app/_client/comments/place";
import { Button } from "@/app/_ui/button";
import { OutlineTag } from "@/app/_ui/chip";
import { joinClasses } from "@/app/_ui/class-names";
import { initialsOf } from "@/app/_ui/person";
import { PersonMark, personStyle } from "@/app/_ui/person-mark";
import { RelativeTime } from "@/app/_ui/relative-time";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { CommentView, ReplyView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { CommentMenu } from "./comment-menu";
import { CommentWords } from "./comment-words";
import { MentionWords } from "./mention-words";
import { usePersonColor } from "./person-colors";
import { useResolve } from "./use-comment-actions";

const ReplyForm = dynamic(() => import("./reply-form").then((module) => module.ReplyForm), { ssr: false });

interface CommentItemProps {
  song: SongView;
  comment: CommentView;
  isLit: boolean;
  onOpen: () => void;
}

export function CommentItem({ song, comment, isLit, onOpen }: CommentItemProps) {
  const [isUnfolded, setUnfolded] = useState(false);
  const isFolded = comment.resolvedAt !== null && !isUnfolded && !isLit;
  return (
    <li
      data-lit={comment.id}
      tabIndex={-1}
      aria-current={isLit ? "true" : undefined}
      className={joinClasses(
        "focus-inset relative border-grey-3 border-b px-4 transition-[background-color] duration-calm",
        isLit && "bg-accent-wash before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent",
      )}
    >
      {isFolded ? (
        <FoldedComment comment={comment} onUnfold={() => setUnfolded(true)} />
      ) : (
        <OpenComment song={song} comment={comment} onOpen={onOpen} onEngage={() => setUnfolded(true)} />
      )}
    </li>
  );
}

/** A resolved comment keeps its place in time, in one line with a hollow mark. */
function FoldedComment({ comment, onUnfold }: { comment: CommentView; onUnfold: () => void }) {
  return (
    <button
      type="button"
      onClick={onUnfold}
      aria-label={`Resolved: ${comment.author.name}, ${comment.body}. Unfold`}
      className="focus-inset flex h-10 w-full items-center gap-2.5 text-left text-grey-2 max-desk:h-12"
    >
      <span aria-hidden className="grid size-[22px] shrink-0 place-items-center rounded-full text-grey-1 ring-edge">
        <Check className="size-3" />
      </span>
      <span className="font-strong tabular-nums">{describePlace(comment)}</span>
      <span className="min-w-0 flex-1 truncate">
        {comment.author.name.split(" ")[0]}: {comment.body}
      </span>
    </button>
  );
}

interface OpenCommentProps {
  song: SongView;
  comment: CommentView;
  onOpen: () => void;
  /** Somebody writes here: it must not fold under their hands. */
  onEngage: () => void;
}

function OpenComment({ song, comment, onOpen, onEngage }: OpenCommentProps) {
  const resolve = useResolve(song);
  const [isReplying, setReplying] = useState(false);
  const [isEditing, setEditing] = useState(false);
  const edit = () => {
    onEngage();
    setEditing(true);
  };
  const reply = () => {
    onEngage();
    setReplying(!isReplying);
  };
  const isResolved = comment.resolvedAt !== null;
  const personIndex = usePersonColor()(comment.author.id);
  return (
    <article aria-label={`${comment.author.name} ${describePlace(comment)}`} className="flex gap-2.5 py-2.5">
      <PersonMark name={comment.author.name} personIndex={personIndex} isHollow={isResolved} className="mt-px" />
      <div className="min-w-0 flex-1">
        <header className="flex items-baseline gap-2">
          <span className="truncate font-strong">{comment.author.name}</span>
          {comment.author.isGuest && <OutlineTag>guest</OutlineTag>}
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
          <CommentMenu song={song} comment={comment} onEdit={edit} />
        </header>
        <CommentWords song={song} comment={comment} isEditing={isEditing} onClose={() => setEditing(false)} />
        {comment.replies.length > 0 && (
          <ul className="mt-2 grid gap-2">
            {comment.replies.map((reply) => (
              <Reply key={reply.id} reply={reply} />
            ))}
          </ul>
        )}
        {canDo(song.role, "comment") && (
          <footer className="-ml-2 mt-1 flex gap-1">
            <Button variant="quiet" size="small" aria-expanded={isReplying} onClick={reply}>
              <CornerUpLeft aria-hidden />
              Reply
            </Button>
            <Button variant="quiet" size="small" onClick={() => void resolve(comment)}>
              <Check aria-hidden />
              {isResolved ? "Open again" : "Resolve"}
            </Button>
          </footer>
        )}
        {isReplying && <ReplyForm song={song} comment={comment} onClose={() => setReplying(false)} />}
      </div>
    </article>
  );
}

function Reply({ reply }: { reply: ReplyView }) {
  return (
    <li className="flex gap-2">
      <span
        aria-hidden
        className="mt-px grid size-[18px] shrink-0 place-items-center rounded-full bg-face font-title text-[.5rem] text-grey-1"
      >
        {initialsOf(reply.author.name)}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="truncate font-strong">{reply.author.name}</span>
          {reply.author.isGuest && <OutlineTag>guest</OutlineTag>}
          <RelativeTime instant={reply.createdAt} className="ml-auto shrink-0 text-grey-2 text-meta" />
        </p>
        <p className="whitespace-pre-wrap break-words text-body" dir="auto">
          <MentionWords remark={reply} />
        </p>
      </div>
    </li>
  );
}
