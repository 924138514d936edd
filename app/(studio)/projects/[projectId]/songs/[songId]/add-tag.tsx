"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type Ref, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { tagWordsQuery } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { Combobox } from "@/app/_ui/combobox";
import { Popover } from "@/app/_ui/popover";
import { MAX_TAG_LENGTH, type TagView, type TagWord } from "@/lib/domains/tags/schema";

interface AddTagProps {
  projectId: string;
  tags: TagView[];
  onAdd: (word: string) => Promise<void>;
  ref: Ref<HTMLButtonElement>;
}

/** Adds tags one after another, completed from the project's own and the vocabulary. */
export function AddTag({ projectId, tags, onAdd, ref }: AddTagProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label="Add a tag"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button ref={ref} variant="quiet" size="small">
          <Plus aria-hidden />
          Add tag
        </Button>
      }
    >
      <AddTagField projectId={projectId} tags={tags} onAdd={onAdd} />
    </Popover>
  );
}

function AddTagField({ projectId, tags, onAdd }: Omit<AddTagProps, "ref">) {
  const [error, setError] = useState<string | null>(null);
  const words = useQuery(tagWordsQuery(projectId)).data ?? [];
  const shown = new Set(tags.filter((tag) => tag.state === "accepted").map((tag) => tag.name));
  const add = async (word: string) => {
    setError(null);
    try {
      await onAdd(word);
    } catch (failure) {
      setError(describeError(failure));
    }
  };
  return (
    <Combobox
      label="Add a tag"
      hint="Your own word, or one from the list."
      error={error}
      maxLength={MAX_TAG_LENGTH}
      options={words.filter(({ name, kind }) => kind !== "measured" && !shown.has(name)).map(toOption)}
      newLabel={(typed) => `Add “${typed}”`}
      onChoose={(word) => void add(word)}
    />
  );
}

function toOption({ name, label, kind, songCount }: TagWord) {
  const count = songCount === 1 ? "1 song" : `${songCount} songs`;
  return { value: name, label, detail: songCount > 0 ? count : kind };
}
