"use client";
import { ArrowUp, Plus } from "lucide-react";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { useForm } from "@/app/_client/api/use-form";
import { useDraft } from "@/app/_client/comments/use-draft";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { type BriefView, MAX_REQUEST_LENGTH } from "@/lib/domains/briefs/schema";
import type { BriefActions } from "./use-brief-actions";

const WISHES = ["Shorter", "Group by instrument", "By time"] as const;

interface RefineFormProps {
  brief: BriefView;
  actions: BriefActions;
  isWriting: boolean;
  /** Open notes that the list does not hold. */
  newCount: number;
}

/** Asks for the list in another way: by a usual wish, or in free words. */
export function RefineForm({ brief, actions, isWriting, newCount }: RefineFormProps) {
  const [words, setWords] = useDraft(`brief:${brief.id}`);
  const [refused, setRefused] = useState<string | null>(null);
  const form = useForm(["text"], async ({ text = "" }) => {
    setRefused(null);
    await actions.ask(brief, text);
    setWords("");
  });
  const wish = async (text: string) => {
    setRefused(null);
    try {
      await actions.ask(brief, text);
    } catch (error) {
      setRefused(describeError(error));
    }
  };
  const error = refused ?? form.fieldError("text") ?? form.error;
  const isOff = isWriting || form.isBusy;
  return (
    <form
      onSubmit={form.onSubmit}
      noValidate
      aria-label="Change the brief"
      className="m-3 grid gap-2 rounded-panel bg-paper-high p-3 shadow-float max-desk:sticky max-desk:bottom-0 max-desk:z-10 max-desk:m-0 max-desk:rounded-none max-desk:py-2"
    >
      <div className="-ml-2 flex flex-wrap gap-0.5">
        {newCount > 0 && (
          <Button
            size="small"
            className="mr-1 ml-2"
            disabled={isOff}
            onClick={() => void wish("Take in all new notes")}
          >
            <Plus aria-hidden />
            {newCount === 1 ? "1 new note" : `${newCount} new notes`}
          </Button>
        )}
        {WISHES.map((text) => (
          <Button key={text} variant="quiet" size="small" disabled={isOff} onClick={() => void wish(text)}>
            {text}
          </Button>
        ))}
      </div>
      <div className="flex items-center gap-2">
        <input
          name="text"
          aria-label="How to change the brief"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "refine-error" : undefined}
          autoComplete="off"
          maxLength={MAX_REQUEST_LENGTH}
          placeholder={isWriting ? "When it is written, ask for changes" : "Only the vocals, in German, …"}
          value={words}
          readOnly={form.isBusy}
          onChange={(event) => setWords(event.target.value)}
          className="min-h-[30px] min-w-0 flex-1 rounded-tag bg-transparent text-body outline-offset-4 max-desk:min-h-11 max-desk:text-[1rem]"
        />
        <IconButton label="Ask for this" type="submit" variant="line" disabled={isOff || words.trim() === ""}>
          <ArrowUp aria-hidden />
        </IconButton>
      </div>
      <p id="refine-error" role="alert" className="text-bad-text text-meta empty:hidden">
        {error}
      </p>
    </form>
  );
}
