"use client";
import dynamic from "next/dynamic";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";

import { MentionWords } from "./mention-words";

const EditForm = dynamic(() => import("./edit-form").then((module) => module.EditForm), { ssr: false });

interface CommentWordsProps {
  song: SongView;
  comment: CommentView;
  isEditing: boolean;
  onClose: () => void;
}

/** The words of a comment, or the field that changes them. */
export function CommentWords({ song, comment, isEditing, onClose }: CommentWordsProps) {
  if (isEditing) return <EditForm song={song} comment={comment} onClose={onClose} />;
  return (
    <p className="whitespace-pre-wrap break-words text-body" dir="auto">
      <MentionWords remark={comment} />
      {comment.editedAt !== null && <span className="text-grey-2 text-meta"> (edited)</span>}
    </p>
  );
}
