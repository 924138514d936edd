"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactElement } from "react";
import { projectPath, projectsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/text-field";
import { useOpen } from "@/app/_ui/use-open";
import type { ProjectView } from "@/lib/domains/projects/schema";

interface NewProjectDialogProps {
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

export function NewProjectDialog({ trigger, ...given }: NewProjectDialogProps) {
  const [isOpen, setOpen] = useOpen(given.isOpen, given.onOpenChange);
  const router = useRouter();
  const client = useQueryClient();
  const form = useForm(["name"], async ({ name }) => {
    const project = await callApi<ProjectView>("/api/projects", { method: "POST", body: { name } });
    await client.invalidateQueries(projectsQuery());
    setOpen(false);
    router.push(projectPath(project.id));
  });
  return (
    <Dialog
      title="New project"
      description="An album, a set, a box of sketches: a place for songs that belong together."
      trigger={trigger}
      isOpen={isOpen}
      onOpenChange={setOpen}
      width="small"
      actions={
        <Button type="submit" form="new-project" variant="go" disabled={form.isBusy}>
          Create project
        </Button>
      }
    >
      <form id="new-project" onSubmit={form.onSubmit} noValidate>
        <TextField
          label="Name"
          name="name"
          autoFocus
          autoComplete="off"
          isRequired
          error={form.fieldError("name") ?? form.error}
        />
      </form>
    </Dialog>
  );
}
