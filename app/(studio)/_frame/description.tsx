"use client";
import { AlignLeft, Pencil } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useForm } from "@/app/_client/api/use-form";
import { isSubmitKey } from "@/app/_client/comments/submit-key";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { TextArea } from "@/app/_ui/text-area";
import { MAX_DESCRIPTION_LENGTH } from "@/lib/core/text";

interface DescriptionProps {
  /** What it describes: "this song". */
  of: string;
  text: string;
  /** Null for those who may not change it. @throws ApiError */
  onSave: ((description: string) => Promise<void>) | null;
}

/** Some words about a thing, changed where they stand. */
export function Description({ of, text: known, onSave }: DescriptionProps) {
  const [isEditing, setEditing] = useState(false);
  // Shown until the page has read them: words that come later would change the button under the focus.
  const [saved, setSaved] = useState<{ over: string; text: string } | null>(null);
  const text = saved?.over === known ? saved.text : known;
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) opener.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  if (isEditing && onSave) {
    const save = async (words: string) => {
      await onSave(words);
      setSaved({ over: known, text: words.trim() });
    };
    return <DescriptionForm of={of} text={text} onSave={save} onClose={() => setEditing(false)} />;
  }
  if (text === "") {
    return (
      onSave && (
        <Button ref={opener} variant="quiet" size="small" className="-ml-2" onClick={() => setEditing(true)}>
          <AlignLeft aria-hidden />
          Describe {of}
        </Button>
      )
    );
  }
  return (
    <div className="flex max-w-[76ch] items-start gap-1.5">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long one scrolls by keyboard, too. */}
      <p
        dir="auto"
        tabIndex={0}
        className="max-h-40 min-w-0 overflow-y-auto whitespace-pre-line text-pretty break-words rounded-tag text-grey-1"
      >
        {text}
      </p>
      {onSave && (
        <IconButton
          ref={opener}
          label={`Change the description of ${of}`}
          size="small"
          onClick={() => setEditing(true)}
        >
          <Pencil aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

interface FormProps {
  of: string;
  text: string;
  onSave: (description: string) => Promise<void>;
  onClose: () => void;
}

function DescriptionForm({ of, text, onSave, onClose }: FormProps) {
  const form = useForm(["description"], async ({ description = "" }) => {
    await onSave(description);
    onClose();
  });
  return (
    <form onSubmit={form.onSubmit} className="grid max-w-[76ch] gap-2" noValidate>
      <TextArea
        label={`Description of ${of}`}
        isLabelHidden
        name="description"
        defaultValue={text}
        maxLength={MAX_DESCRIPTION_LENGTH}
        autoFocus
        error={form.fieldError("description") ?? form.error}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          if (isSubmitKey(event)) event.currentTarget.form?.requestSubmit();
        }}
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
