"use client";
import { EmptyState } from "@/app/_ui/empty-state";
import { Lessons } from "@/app/(studio)/_frame/lessons";
import { ShareDialog } from "@/app/(studio)/_frame/share-dialog";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { DropZone } from "./drop-zone";

interface EmptyProjectProps {
  project: ProjectView;
  /** Null for those who may not upload. */
  onChoose: (() => void) | null;
}

/** A project without songs teaches how the first one comes. */
export function EmptyProject({ project, onChoose }: EmptyProjectProps) {
  if (!onChoose) {
    return (
      <div className="px-6 py-8 max-desk:px-4">
        <EmptyState title="No song here yet" size="page">
          As soon as somebody uploads a take to {project.name}, you can listen to it here.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="mx-auto w-full max-w-[904px] px-6 pt-[52px] pb-10 max-desk:px-4 max-desk:pt-5">
      <h2 className="text-balance font-title text-display max-desk:text-[1.5rem] max-desk:leading-[1.875rem]">
        Bring the first take
      </h2>
      <p className="mt-2 max-w-[58ch] text-pretty text-grey-1 text-lead max-desk:text-body">
        A phone memo is enough. Segno makes a song of it, measures its loudness and peaks, and keeps every later bounce
        beside it.
      </p>
      <DropZone onChoose={onChoose} />
      <Lessons />
      <p className="mt-9 border-grey-3 border-t pt-[18px] text-grey-2 max-desk:mt-4 max-desk:border-t-0">
        Playing alone for now?{" "}
        <ShareDialog
          projectId={project.id}
          projectName={project.name}
          trigger={
            <button
              type="button"
              className="touch-44 rounded-tag font-strong text-ink underline decoration-edge underline-offset-3"
            >
              Invite by e-mail or link
            </button>
          }
        />
      </p>
    </div>
  );
}
