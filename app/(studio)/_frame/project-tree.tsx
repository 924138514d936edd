"use client";
import { useQuery } from "@tanstack/react-query";
import { Folder, Plus } from "lucide-react";
import { usePathname } from "next/navigation";
import { projectPath, projectsQuery, songPath, songsQuery } from "@/app/_client/api/queries";
import { IconButton } from "@/app/_ui/icon-button";
import { Skeleton } from "@/app/_ui/skeleton";
import { NavRow } from "./nav-row";
import { NewProjectDialog } from "./new-project-dialog";

const SHOWN_SONGS = 8;

/** The projects, and under the open one its songs. */
export function ProjectTree() {
  const projects = useQuery(projectsQuery());
  const openId = /^\/projects\/([^/]+)/.exec(usePathname())?.[1];
  return (
    <div className="mt-4 flex min-h-0 grow flex-col">
      <div className="flex h-8 shrink-0 items-center justify-between pr-2.5 pl-[18px]">
        <h2 className="text-grey-2 text-meta">Projects</h2>
        <NewProjectDialog
          trigger={
            <IconButton label="New project" size="small">
              <Plus aria-hidden />
            </IconButton>
          }
        />
      </div>
      <ul className="grid min-h-0 grid-cols-[minmax(0,1fr)] content-start gap-px overflow-y-auto px-2.5 pt-1 pb-3">
        {projects.isPending &&
          [0, 1, 2].map((row) => (
            <li key={row} className="flex h-[30px] items-center px-2">
              <Skeleton className="h-3 w-full" />
            </li>
          ))}
        {projects.data
          ?.map((project) => (
            <NavRow
              key={project.id}
              href={projectPath(project.id)}
              icon={<Folder aria-hidden />}
              total={project.songCount}
            >
              {project.name}
            </NavRow>
          ))
          .flatMap((row) =>
            row.key === openId ? [row, <SongRows key={`${row.key}-songs`} projectId={row.key} />] : [row],
          )}
      </ul>
    </div>
  );
}

function SongRows({ projectId }: { projectId: string }) {
  const songs = useQuery(songsQuery(projectId)).data ?? [];
  const rest = songs.length - SHOWN_SONGS;
  return (
    <li>
      <ul className="ml-[15px] grid grid-cols-[minmax(0,1fr)] gap-px border-grey-3 border-l">
        {songs.slice(0, SHOWN_SONGS).map((song) => (
          <NavRow key={song.id} href={songPath({ projectId, songId: song.id })} isNested>
            {song.name}
          </NavRow>
        ))}
        {rest > 0 && (
          <NavRow href={projectPath(projectId)} isNested>
            {rest} more
          </NavRow>
        )}
      </ul>
    </li>
  );
}
