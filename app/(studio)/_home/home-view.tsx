"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { homeQuery, projectsQuery } from "@/app/_client/api/queries";
import { PageHeader } from "@/app/_ui/page-header";
import type { NotificationList } from "@/lib/domains/notifications/schema";
import type { ProjectView } from "@/lib/domains/projects/schema";
import type { Home } from "@/lib/domains/songs/schema";
import { whileMeasuring } from "../_frame/song-list";
import { FirstProject } from "./first-project";
import { NewsList } from "./news-list";
import { ProjectRail } from "./project-rail";
import { RecentSongs } from "./recent-songs";
import { WaitingList } from "./waiting-list";

const REREAD_EVERY_MS = 30_000;

interface HomeViewProps {
  home: Home;
  news: NotificationList;
  /** Undefined when there are more than one page; the browser then reads them all. */
  projects: ProjectView[] | undefined;
  isVerified: boolean;
}

/** What waits, what is new, what was touched last, and where everything is. */
export function HomeView(initial: HomeViewProps) {
  const [initialAt] = useState(() => Date.now());
  const { songs, waiting } = useQuery({
    ...homeQuery(),
    initialData: initial.home,
    initialDataUpdatedAt: initialAt,
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
    refetchInterval: ({ state }) => whileMeasuring(state.data?.songs) || REREAD_EVERY_MS,
  }).data;
  const projects = useQuery({
    ...projectsQuery(),
    initialData: initial.projects,
    initialDataUpdatedAt: initialAt,
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
  }).data;
  const isNew = projects?.length === 0 && songs.length === 0;
  return (
    <>
      <PageHeader title="Home" />
      {isNew ? (
        <FirstProject canCreate={initial.isVerified} />
      ) : (
        <div className="grid gap-x-10 gap-y-8 px-6 py-4 max-desk:px-4 wide:grid-cols-[minmax(0,1fr)_300px]">
          <div className="min-w-0">
            <WaitingList items={waiting} />
            <NewsList initial={initial.news} />
            <RecentSongs songs={songs} />
          </div>
          <ProjectRail projects={projects} canCreate={initial.isVerified} />
        </div>
      )}
    </>
  );
}
