"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectQuery, songsQuery } from "@/app/_client/api/queries";
import { useTakePicker } from "@/app/_client/uploader/use-take-picker";
import { ArchiveNotice } from "@/app/(studio)/_frame/archive-notice";
import { Description } from "@/app/(studio)/_frame/description";
import { DropOverlay } from "@/app/(studio)/_frame/drop-overlay";
import { canDo } from "@/app/(studio)/_frame/rights";
import { SongList } from "@/app/(studio)/_frame/song-list";
import { useGone } from "@/app/(studio)/_frame/use-gone";
import type { ProjectView } from "@/lib/domains/projects/schema";
import type { SongItem } from "@/lib/domains/songs/schema";
import { ArchivedSongs } from "./archived-songs";
import { ArrangeBar, ArrangeButton } from "./arrange-bar";
import { EmptyProject } from "./empty-project";
import { FilterBar } from "./filter-bar";
import { HandoverNotice } from "./handover-notice";
import { ProjectHeader } from "./project-header";
import { useChangeProject } from "./use-change-project";
import { useProjectLive } from "./use-project-live";
import { useSongFilter } from "./use-song-filter";

/** Loaded when somebody puts songs in order. */
const ArrangeSongs = dynamic(() => import("./arrange-songs").then((module) => module.ArrangeSongs), { ssr: false });

interface ProjectPageProps {
  project: ProjectView;
  /** Undefined when there are more than one page; the browser then reads them all. */
  songs: SongItem[] | undefined;
  /** Where the project's stream goes on. */
  state: string;
}

/** A project: its songs, and the place to drop more of them. */
export function ProjectPage(initial: ProjectPageProps) {
  const projectId = initial.project.id;
  const [initialAt] = useState(() => Date.now());
  const projectRead = useQuery({
    ...projectQuery(projectId),
    initialData: initial.project,
    initialDataUpdatedAt: initialAt,
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
  });
  const project = projectRead.data;
  const songs = useQuery({
    ...songsQuery(projectId),
    initialData: initial.songs,
    initialDataUpdatedAt: initialAt,
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
  }).data;
  // Where the stream began: rendering the page again must not begin another one.
  const [fromState] = useState(initial.state);
  useProjectLive(projectId, fromState);
  useGone(projectRead.error);
  const sought = useSongFilter(projectId, songs);
  const picker = useTakePicker({
    projectId,
    projectName: project.name,
    songs: (songs ?? []).map(({ id, name }) => ({ id, name })),
  });
  const change = useChangeProject(projectId);
  const canEdit = canDo(project.role, "edit");
  const canUpload = canDo(project.role, "upload") && !project.isArchived;
  // Null until somebody began: whoever is done goes on at the button they came by.
  const [wantsOrder, setArranging] = useState<boolean | null>(null);
  const canArrange = canEdit && !sought.isOn && (songs?.length ?? 0) > 1;
  const isArranging = wantsOrder === true && canArrange;
  const hasNone = songs?.length === 0;
  const isEmpty = hasNone && project.archivedSongCount === 0;
  return (
    <div className="relative flex min-h-full grow flex-col" {...(canUpload ? picker.dropProps : {})}>
      <ProjectHeader project={project} onUpload={canUpload && !isEmpty ? picker.choose : null} />
      {project.isArchived && (
        <ArchiveNotice thing={canEdit ? { projectId, name: project.name } : null}>
          This project is in the archive: out of the lists, and closed for uploads.
        </ArchiveNotice>
      )}
      <HandoverNotice project={project} />
      {(project.description !== "" || canEdit) && (
        <div className="px-6 pt-3.5 max-desk:px-4">
          <Description
            of="this project"
            text={project.description}
            onSave={canEdit ? (description) => change({ description }) : null}
          />
        </div>
      )}
      {isEmpty ? (
        <EmptyProject project={project} onChoose={canUpload ? picker.choose : null} />
      ) : (
        <div className="px-6 py-4 max-desk:px-4">
          {isArranging ? (
            <ArrangeBar onDone={() => setArranging(false)} />
          ) : (
            <div className="flex items-start justify-between gap-2">
              <FilterBar
                projectId={projectId}
                filter={sought.filter}
                onChange={sought.change}
                songs={songs ?? []}
                foundCount={sought.songs?.length}
              />
              {canArrange && <ArrangeButton isBack={wantsOrder === false} onPress={() => setArranging(true)} />}
            </div>
          )}
          {sought.failure ? (
            <p role="alert" className="py-6 text-bad-text">
              {describeError(sought.failure)}
            </p>
          ) : sought.isOn && sought.songs?.length === 0 ? (
            <p className="py-6 text-grey-1">No song of {project.name} fits. Take something back to see more.</p>
          ) : hasNone ? (
            <p className="py-6 text-grey-1">Every song of {project.name} is in the archive.</p>
          ) : isArranging && songs ? (
            <ArrangeSongs projectId={projectId} songs={songs} />
          ) : (
            <SongList songs={sought.songs} />
          )}
          <ArchivedSongs project={project} />
        </div>
      )}
      {picker.isDragging && <DropOverlay>Drop to upload to {project.name}</DropOverlay>}
      {picker.parts}
    </div>
  );
}
