"use client";
import { Upload, UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { InlineEdit } from "@/app/_ui/inline-edit";
import { PageHeader } from "@/app/_ui/page-header";
import { ActivityButton } from "@/app/(studio)/_frame/activity/activity-button";
import { CoverMenu } from "@/app/(studio)/_frame/cover-menu";
import { canDo } from "@/app/(studio)/_frame/rights";
import { ShareDialog } from "@/app/(studio)/_frame/share-dialog";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { ProjectMenu } from "./project-menu";
import { useChangeProject } from "./use-change-project";

interface ProjectHeaderProps {
  project: ProjectView;
  onUpload: (() => void) | null;
}

export function ProjectHeader({ project, onUpload }: ProjectHeaderProps) {
  const change = useChangeProject(project.id);
  const [showsActivity, setShowsActivity] = useState(false);
  return (
    <PageHeader
      lead={
        <CoverMenu
          target={{ projectId: project.id, name: project.name, coverId: project.coverId }}
          canEdit={canDo(project.role, "edit")}
        />
      }
      title={
        canDo(project.role, "edit") ? (
          <InlineEdit value={project.name} label="Project name" onSave={(name) => change({ name })} maxLength={200} />
        ) : (
          project.name
        )
      }
      detail={project.role === null ? "The songs of it that were shared with you" : undefined}
      actions={
        <>
          {canDo(project.role, "share") && (
            <ShareDialog
              opensByAddress
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
          <ActivityButton
            target={{ projectId: project.id }}
            name={project.name}
            isOpen={showsActivity}
            onOpenChange={setShowsActivity}
            isInMenu={project.role !== null}
          />
          {project.role && <ProjectMenu project={project} onActivity={() => setShowsActivity(true)} />}
        </>
      }
    />
  );
}
