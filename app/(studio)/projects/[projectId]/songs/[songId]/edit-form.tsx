"use client";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { TextArea } from "@/app/_ui/text-area";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { commentPath, usePutComment } from "./use-comment-actions";

interface EditFormProps {
  song: SongView;
  comment: CommentView;
  onClose: () => void;
}

/** The field that changes a comment's words. */
export function EditForm({ song, comment, onClose }: EditFormProps) {
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
