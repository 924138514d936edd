"use client";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { TextArea } from "@/app/_ui/text-area";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { commentPath, usePutComment } from "./use-comment-actions";

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
      {comment.body}
      {comment.editedAt !== null && <span className="text-grey-2 text-meta"> (edited)</span>}
    </p>
  );
}

function EditForm({ song, comment, onClose }: Omit<CommentWordsProps, "isEditing">) {
  const put = usePutComment(song);
  const form = useForm(["body"], async ({ body }) => {
    await put(() => callApi<CommentView>(commentPath(song, comment), { method: "PATCH", body: { body } }));
    onClose();
  });
  return (
    <form onSubmit={form.onSubmit} className="mt-1 grid gap-2" noValidate>
      <TextArea
        label="Edit the comment"
        isLabelHidden
        name="body"
        defaultValue={comment.body}
        autoFocus
        error={form.fieldError("body") ?? form.error}
        onKeyDown={(event) => event.key === "Escape" && onClose()}
      />
      <div className="flex justify-end gap-1">
        <Button variant="quiet" size="small" onClick={onClose}>
          Keep as it was
        </Button>
        <Button type="submit" size="small" disabled={form.isBusy}>
          Save
        </Button>
      </div>
    </form>
  );
}
