"use client";
import { type ReactElement, useId } from "react";
import { songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextArea } from "@/app/_ui/text-area";
import { TextField } from "@/app/_ui/text-field";
import { useOpen } from "@/app/_ui/use-open";
import type { SongView } from "@/lib/domains/songs/schema";
import { MAX_LABEL_LENGTH, MAX_NOTE_LENGTH, type VersionView } from "@/lib/domains/versions/schema";
import { usePutVersion } from "./use-put-version";

interface VersionWordsDialogProps {
  song: SongView;
  version: VersionView;
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

/** What a version is called beside its number, and what is new in it. */
export function VersionWordsDialog({ song, version, trigger, isOpen, onOpenChange }: VersionWordsDialogProps) {
  const [isShown, setShown] = useOpen(isOpen, onOpenChange);
  const put = usePutVersion(song);
  const id = useId();
  const path = `/api${songPath({ projectId: song.projectId, songId: song.id })}/versions/${version.id}`;
  const form = useForm(["label", "note"], async (body) => {
    await put(() => callApi<VersionView>(path, { method: "PATCH", body }));
    setShown(false);
  });
  return (
    <Dialog
      title={`v${version.number} of ${song.name}`}
      trigger={trigger}
      isOpen={isShown}
      onOpenChange={setShown}
      width="small"
      actions={
        <Button type="submit" form={id} variant="go" disabled={form.isBusy}>
          Save
        </Button>
      }
    >
      <form id={id} onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <TextField
          label="Label"
          hint="A word or two beside its number, such as “with strings”."
          name="label"
          defaultValue={version.label}
          autoFocus
          autoComplete="off"
          maxLength={MAX_LABEL_LENGTH}
          error={form.fieldError("label")}
        />
        <TextArea
          label="What is new"
          name="note"
          defaultValue={version.note}
          maxLength={MAX_NOTE_LENGTH}
          error={form.fieldError("note") ?? form.error}
        />
      </form>
    </Dialog>
  );
}
