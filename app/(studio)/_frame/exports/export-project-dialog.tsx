"use client";
import { useState } from "react";
import { projectPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { FormError } from "@/app/(auth)/form-error";
import type { ExportView } from "@/lib/domains/exports/schema";
import { ExportCard } from "./export-card";

interface ExportProjectDialogProps {
  project: { id: string; name: string };
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** All of a project as one file. */
export function ExportProjectDialog({ project, isOpen, onOpenChange }: ExportProjectDialogProps) {
  return (
    <Dialog
      title={`Take all of ${project.name} with you`}
      description="One ZIP with every take as it was uploaded, the files beside them, covers and comments. Its page plays and shows it all without a network."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <Archive projectId={project.id} />
    </Dialog>
  );
}

function Archive({ projectId }: { projectId: string }) {
  const [asked, setAsked] = useState<ExportView | null>(null);
  const form = useForm([], async () => {
    setAsked(await callApi<ExportView>(`/api${projectPath(projectId)}/exports`, { method: "POST", body: {} }));
  });
  if (asked) return <ExportCard asked={asked} />;
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-3">
      {form.error && <FormError message={form.error} />}
      <div className="flex justify-end">
        <Button type="submit" variant="go" disabled={form.isBusy}>
          Make the archive
        </Button>
      </div>
    </form>
  );
}
