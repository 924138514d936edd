"use client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { ArchiveRestore } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { projectPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import type { ProjectView } from "@/lib/domains/projects/schema";
import type { Archive } from "@/lib/domains/songs/schema";
import { canDo } from "../_frame/rights";
import { Section } from "../_frame/section";
import { SongList } from "../_frame/song-list";
import { useArchiving } from "../_frame/use-archiving";

const archiveQuery = queryOptions({
  queryKey: ["archive"],
  queryFn: ({ signal }) => callApi<Archive>("/api/archive", { signal }),
});

/** Projects and songs that were laid aside, all still there to hear and read. */
export function ArchiveView({ initial }: { initial: Archive }) {
  const [initialAt] = useState(() => Date.now());
  const { projects, songs } = useQuery({
    ...archiveQuery,
    initialData: initial,
    initialDataUpdatedAt: initialAt,
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
  }).data;
  const isEmpty = projects.length === 0 && songs.length === 0;
  return (
    <>
      <PageHeader title="Archive" />
      <div className="grid gap-8 px-6 py-4 max-desk:px-4">
        {isEmpty && (
          <EmptyState title="The archive is empty">
            Lay projects and songs aside that are done or on hold: they leave the lists and stay here to hear and read.
          </EmptyState>
        )}
        {projects.length > 0 && (
          <Section title="Projects">
            <ul>
              {projects.map((project) => (
                <ProjectRow key={project.id} project={project} />
              ))}
            </ul>
          </Section>
        )}
        {songs.length > 0 && (
          <Section title="Songs">
            <SongList songs={songs} isOnHome />
          </Section>
        )}
      </div>
    </>
  );
}

function ProjectRow({ project }: { project: ProjectView }) {
  const archive = useArchiving();
  const songCount = project.songCount + project.archivedSongCount;
  return (
    <li className="relative flex min-h-14 items-center gap-3 border-grey-3 border-b py-2 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <Link
          href={projectPath(project.id)}
          className="focus-inset block truncate font-strong after:absolute after:inset-0 max-desk:text-body"
        >
          <bdi>{project.name}</bdi>
        </Link>
        <p className="text-grey-2 text-meta tabular-nums">{songCount === 1 ? "1 song" : `${songCount} songs`}</p>
      </div>
      {canDo(project.role, "edit") && (
        <Button
          className="relative z-[1]"
          aria-label={`Bring back ${project.name}`}
          onClick={() => void archive({ projectId: project.id, name: project.name }, false)}
        >
          <ArchiveRestore aria-hidden />
          Bring back
        </Button>
      )}
    </li>
  );
}
