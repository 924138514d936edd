"use client";
import Link from "next/link";
import { coverUrl } from "@/app/_client/api/cover-url";
import { projectPath } from "@/app/_client/api/queries";
import { Cover } from "@/app/_ui/cover";
import { Skeleton } from "@/app/_ui/skeleton";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { NewProjectDialog } from "../_frame/new-project-dialog";
import { Section } from "../_frame/section";

interface ProjectRailProps {
  projects: ProjectView[] | undefined;
  canCreate: boolean;
}

/** Every project with how many songs it holds. */
export function ProjectRail({ projects, canCreate }: ProjectRailProps) {
  return (
    <Section
      title="Projects"
      aside={
        canCreate && (
          <NewProjectDialog
            trigger={
              <button type="button" className="touch-44 rounded-tag text-grey-2 hover:text-ink">
                New project
              </button>
            }
          />
        )
      }
    >
      <ul aria-busy={projects === undefined}>
        {projects === undefined
          ? [0, 1, 2].map((row) => (
              <li key={row} className="flex h-14 items-center gap-3 border-grey-3 border-b">
                <Skeleton className="size-10" />
                <Skeleton className="h-3 w-40" />
              </li>
            ))
          : projects.map((project) => <ProjectRow key={project.id} project={project} />)}
      </ul>
    </Section>
  );
}

const ROLE_WORDS = {
  owner: "Yours",
  editor: "You may edit and upload",
  commenter: "You may comment",
  listener: "You may listen",
} as const;

function ProjectRow({ project }: { project: ProjectView }) {
  return (
    <li className="border-grey-3 border-b last:border-b-0">
      <Link
        href={projectPath(project.id)}
        className="focus-inset grid min-h-14 grid-cols-[auto_minmax(0,1fr)_auto] content-center gap-x-3 py-2 hover:bg-hover"
      >
        <Cover
          id={project.id}
          kind="project"
          src={coverUrl({ projectId: project.id }, project.coverId, "small")}
          className="row-span-2 size-10"
        />
        <bdi className="truncate font-strong">{project.name}</bdi>
        <span className="text-grey-2 text-meta tabular-nums leading-5">
          {project.songCount === 1 ? "1 song" : `${project.songCount} songs`}
        </span>
        <span className="truncate text-grey-2 text-meta">
          {project.role === null ? "Single songs shared with you" : ROLE_WORDS[project.role]}
        </span>
      </Link>
    </li>
  );
}
