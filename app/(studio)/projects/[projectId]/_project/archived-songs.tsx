"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { songsQuery } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { joinClasses } from "@/app/_ui/class-names";
import { SongList } from "@/app/(studio)/_frame/song-list";
import type { ProjectView } from "@/lib/domains/projects/schema";

/** The project's songs that were laid aside: a line that opens to their list. */
export function ArchivedSongs({ project }: { project: ProjectView }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const songs = useQuery({ ...songsQuery(project.id, "archived=yes"), enabled: isOpen }).data;
  if (project.archivedSongCount === 0) return null;
  return (
    <div className="mt-6">
      <Button
        variant="quiet"
        size="small"
        className="-ml-2"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight aria-hidden className={joinClasses("transition-transform", isOpen && "rotate-90")} />
        Archived
        <span className="text-grey-2 tabular-nums">{project.archivedSongCount}</span>
      </Button>
      <div id={id} className={isOpen ? "mt-1" : undefined}>
        {isOpen && <SongList songs={songs} />}
      </div>
    </div>
  );
}
