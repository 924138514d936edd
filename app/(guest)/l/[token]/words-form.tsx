"use client";
import { useQueryClient } from "@tanstack/react-query";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { isSubmitKey } from "@/app/_client/comments/submit-key";
import { useDraft } from "@/app/_client/comments/use-draft";
import { Button } from "@/app/_ui/button";
import { TextArea } from "@/app/_ui/text-area";
import { type Speaker, SpeakerName } from "./speaker-name";
import { type VisitAddress, visitCommentsQuery, visitSongPath } from "./visit-queries";

interface WordsFormProps {
  address: VisitAddress;
  speaker: Speaker;
  label: string;
  placeholder?: string;
  /** What the words are kept under until they are sent. */
  draft: string;
  /** Words that there are already. */
  initial?: string;
  action: string;
  path: string;
  method: "POST" | "PATCH";
  onClose: () => void;
}

/** A reply, or other words for what one said. Closed, it keeps what was typed. */
export function WordsForm({ address, speaker, draft: key, initial = "", path, method, ...props }: WordsFormProps) {
  const { label, placeholder, action, onClose } = props;
  const client = useQueryClient();
  const [draft, setDraft] = useDraft(key);
  const words = draft === "" ? initial : draft;
  const form = useForm(["name", "body"], async ({ name = "", body = "" }) => {
    await speaker.introduce(name);
    await callApi(`${visitSongPath(address)}/${path}`, { method, body: { body } });
    await client.invalidateQueries(visitCommentsQuery(address));
    speaker.settle();
    setDraft("");
    onClose();
  });
  return (
    <form onSubmit={form.onSubmit} className="mt-1 grid gap-2" noValidate>
      <TextArea
        label={label}
        isLabelHidden
        name="body"
        placeholder={placeholder}
        rows={2}
        autoFocus
        value={words}
        onChange={(event) => setDraft(event.target.value)}
        error={form.fieldError("body") ?? form.error ?? undefined}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          if (isSubmitKey(event)) event.currentTarget.form?.requestSubmit();
        }}
      />
      <div className="flex items-end gap-2 max-desk:flex-wrap">
        <SpeakerName speaker={speaker} error={form.fieldError("name")} />
        <Button variant="quiet" size="small" onClick={onClose}>
          Later
        </Button>
        <Button type="submit" size="small" disabled={form.isBusy || words.trim() === ""}>
          {action}
        </Button>
      </div>
    </form>
  );
}
