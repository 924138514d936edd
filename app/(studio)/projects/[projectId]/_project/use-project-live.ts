"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { projectQuery, projectsQuery, songsQuery } from "@/app/_client/api/queries";
import { createRested } from "@/app/_client/api/rested";
import { followLive } from "@/app/_client/live/live";
import { activityQuery } from "@/app/(studio)/_frame/activity/activity-query";
import { nameTopic } from "@/lib/core/live-topics";
import type { ProjectChanged, ProjectPart } from "@/lib/domains/activity/project-live/schema";
import { isOrderHeld, onOrderFree } from "./order-hold";

/** Follows a project from the state the page was rendered with, and reads anew what others changed. */
export function useProjectLive(projectId: string, fromState: string): void {
  const client = useQueryClient();
  useEffect(() => followProject(client, projectId, fromState), [client, projectId, fromState]);
}

/** Answers how to stop. */
function followProject(client: QueryClient, projectId: string, fromState: string): () => void {
  const reader = createReader(client, projectId);
  const stop = followLive(nameTopic("project", projectId), fromState, {
    onReady: ({ hasGap }) => {
      if (hasGap) reader.read(["project", "songs"]);
    },
    onTold: ({ data }) => reader.read((data as ProjectChanged).parts),
    // Deleted, or not this reader's any more: the project's own answer says so.
    onEnded: () => reader.read(["project"]),
  });
  return () => {
    stop();
    reader.stop();
    // Nobody follows from here on: whoever shows this project next reads it anew.
    void refresh(client, projectId, ["project", "songs"]);
  };
}

/** Reads what is asked for, one after another and with a rest in between; not while somebody has a song in hand. */
function createReader(client: QueryClient, projectId: string) {
  const due = new Set<ProjectPart>();
  const { ask, stop } = createRested(async () => {
    if (due.size === 0 || isOrderHeld(projectId)) return;
    const parts = [...due];
    due.clear();
    await refresh(client, projectId, parts);
  });
  const forget = onOrderFree(ask);
  return {
    read(parts: ProjectPart[]) {
      for (const part of parts) due.add(part);
      ask();
    },
    stop() {
      due.clear();
      stop();
      forget();
    },
  };
}

/** A project's own answer counts its songs, and so does the list of projects. */
async function refresh(client: QueryClient, projectId: string, parts: ProjectPart[]): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: projectQuery(projectId).queryKey, exact: true }),
    client.invalidateQueries({ queryKey: projectsQuery().queryKey, exact: true }),
    client.invalidateQueries(activityQuery({ projectId })),
    ...(parts.includes("songs") ? [client.invalidateQueries(songsQuery(projectId))] : []),
  ]);
}
