"use client";
import { useRef } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { isSubmitKey } from "@/app/_client/comments/submit-key";
import { useDraft } from "@/app/_client/comments/use-draft";
import { Button } from "@/app/_ui/button";
import { TextArea } from "@/app/_ui/text-area";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { MentionList } from "./mention-list";
import { commentPath, usePutComment } from "./use-comment-actions";
import { useMentions } from "./use-mentions";

interface ReplyFormProps {
  song: SongView;
  comment: CommentView;
  onClose: () => void;
}

export function ReplyForm({ song, comment, onClose }: ReplyFormProps) {
  const put = usePutComment(song);
  const [draft, setDraft] = useDraft(`reply:${comment.id}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentions({ song, draft: `reply:${comment.id}`, words: draft, onWords: setDraft, field });
  const form = useForm(["body", "mentions"], async ({ body = "" }) => {
    const reply = { body, mentions: mentions.read(body) };
    await put(() => callApi<CommentView>(`${commentPath(song, comment)}/replies`, { method: "POST", body: reply }));
    setDraft("");
    mentions.clear();
    onClose();
  });
  return (
    <form onSubmit={form.onSubmit} className="mt-1 grid gap-2" noValidate>
      <MentionList mentions={mentions} />
      <TextArea
        ref={field}
        label={`Reply to ${comment.author.name}`}
        isLabelHidden
        name="body"
        placeholder={`Reply to ${comment.author.name.split(" ")[0]}`}
        rows={2}
        autoFocus
        value={draft}
        {...mentions.aria}
        onChange={(event) => {
          setDraft(event.target.value);
          mentions.onCaret(event.target.selectionStart);
        }}
        onSelect={(event) => mentions.onCaret(event.currentTarget.selectionStart)}
        error={form.fieldError("body") ?? form.fieldError("mentions") ?? form.error}
        onKeyDown={(event) => {
          if (mentions.onKeyDown(event)) return;
          if (event.key === "Escape") onClose();
          if (isSubmitKey(event)) event.currentTarget.form?.requestSubmit();
        }}
      />
      <div className="flex justify-end gap-1">
        <Button variant="quiet" size="small" onClick={onClose}>
          Later
        </Button>
        <Button type="submit" size="small" disabled={form.isBusy || draft.trim() === ""}>
          Reply
        </Button>
      </div>
    </form>
  );
}
