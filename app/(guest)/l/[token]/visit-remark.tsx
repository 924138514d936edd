"use client";
import { type ReactNode, useState } from "react";
import { OutlineTag } from "@/app/_ui/chip";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { ReplyView } from "@/lib/domains/comments/schema";
import type { Speaker } from "./speaker-name";
import type { VisitAddress } from "./visit-queries";
import { VisitRemarkMenu } from "./visit-remark-menu";
import { WordsForm } from "./words-form";

interface VisitRemarkProps {
  address: VisitAddress;
  speaker: Speaker;
  remark: ReplyView;
  /** Where in the sound. */
  place?: ReactNode;
  isReply?: boolean;
  hasReplies?: boolean;
}

/** What somebody said; one's own can be changed and taken back. */
export function VisitRemark({
  address,
  speaker,
  remark,
  place,
  isReply = false,
  hasReplies = false,
}: VisitRemarkProps) {
  const [isEditing, setEditing] = useState(false);
  const { author } = remark;
  return (
    <>
      <header className="flex items-baseline gap-2">
        <span className="truncate font-strong">
          <bdi>{author.name}</bdi>
        </span>
        {author.isGuest && <OutlineTag>guest</OutlineTag>}
        {place}
        <RelativeTime instant={remark.createdAt} className="ml-auto shrink-0 text-grey-2 text-meta" />
        {speaker.isOwn(author.id) && (
          <VisitRemarkMenu {...{ address, remark, isReply, hasReplies }} onEdit={() => setEditing(true)} />
        )}
      </header>
      {isEditing ? (
        <WordsForm
          {...{ address, speaker }}
          label={isReply ? "Change your reply" : "Change your comment"}
          draft={`edit:${remark.id}`}
          initial={remark.body}
          action="Save"
          path={`comments/${remark.id}`}
          method="PATCH"
          onClose={() => setEditing(false)}
        />
      ) : (
        <p className="whitespace-pre-wrap break-words text-body" dir="auto">
          {remark.body}
          {remark.editedAt !== null && <span className="text-grey-2 text-meta"> (edited)</span>}
        </p>
      )}
    </>
  );
}
