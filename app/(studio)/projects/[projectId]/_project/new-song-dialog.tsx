"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { homeQuery, projectPath, projectsQuery, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/text-field";
import type { ProjectView } from "@/lib/domains/projects/schema";
import type { SongView } from "@/lib/domains/songs/schema";

interface NewSongDialogProps {
  project: ProjectView;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** A song that has no sound yet: a name to drop takes on later. */
export function NewSongDialog({ project, isOpen, onOpenChange }: NewSongDialogProps) {
  const router = useRouter();
  const client = useQueryClient();
  const form = useForm(["name"], async ({ name }) => {
    const path = `/api${projectPath(project.id)}/songs`;
    const song = await callApi<Pick<SongView, "id">>(path, { method: "POST", body: { name } });
    onOpenChange(false);
    router.push(songPath({ projectId: project.id, songId: song.id }));
    await Promise.all([client.invalidateQueries(projectsQuery()), client.invalidateQueries(homeQuery())]);
  });
  return (
    <Dialog
      title={`New song in ${project.name}`}
      description="A name for now. Drop the first take on its page when there is one."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      width="small"
      actions={
        <Button type="submit" form="new-song" variant="go" disabled={form.isBusy}>
          Create song
        </Button>
      }
    >
      <form id="new-song" onSubmit={form.onSubmit} noValidate>
        <TextField
          label="Name"
          name="name"
          autoFocus
          autoComplete="off"
          maxLength={200}
          isRequired
          error={form.fieldError("name") ?? form.error}
        />
      </form>
    </Dialog>
  );
}
