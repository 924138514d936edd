"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Upload, UserPlus } from "lucide-react";
import { projectPath, projectQuery, projectsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { InlineEdit } from "@/app/_ui/inline-edit";
import { PageHeader } from "@/app/_ui/page-header";
import { canDo } from "@/app/(studio)/_frame/rights";
import { ShareDialog } from "@/app/(studio)/_frame/share-dialog";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { ProjectMenu } from "./project-menu";

interface ProjectHeaderProps {
  project: ProjectView;
  onUpload: (() => void) | null;
}

export function ProjectHeader({ project, onUpload }: ProjectHeaderProps) {
  const client = useQueryClient();
  const rename = async (name: string) => {
    const changed = await callApi<ProjectView>(`/api${projectPath(project.id)}`, { method: "PATCH", body: { name } });
    client.setQueryData(projectQuery(project.id).queryKey, changed);
    await client.invalidateQueries(projectsQuery());
  };
  return (
    <PageHeader
      title={
        canDo(project.role, "edit") ? (
          <InlineEdit value={project.name} label="Project name" onSave={rename} maxLength={200} />
        ) : (
          project.name
        )
      }
      detail={project.role === null ? "The songs of it that were shared with you" : undefined}
      actions={
        <>
          {canDo(project.role, "share") && (
            <ShareDialog
              projectId={project.id}
              projectName={project.name}
              trigger={
                <Button>
                  <UserPlus aria-hidden />
                  <span className="max-desk:sr-only">Share</span>
                </Button>
              }
            />
          )}
          {onUpload && (
            <Button variant="go" onClick={onUpload}>
              <Upload aria-hidden />
              Upload
            </Button>
          )}
          {canDo(project.role, "edit") && <ProjectMenu project={project} />}
        </>
      }
    />
  );
}
