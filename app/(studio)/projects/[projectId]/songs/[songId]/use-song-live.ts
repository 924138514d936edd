"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { followEvents } from "@/app/_client/api/follow-events";
import { noteLiveSeq } from "@/app/_client/api/live-seq";
import { attachmentsQuery, commentsQuery, type SongAddress, songPath, songQuery } from "@/app/_client/api/queries";
import { activityQuery } from "@/app/(studio)/_frame/activity/activity-query";
import type { SongEventPayload, SongEventType, StreamReady } from "@/lib/domains/activity/schema";
import { applySongEvent } from "./apply-song-event";

/** Every type there is: one that is missing here does not compile. */
const TYPES = Object.keys({
  "song.renamed": true,
  "song.changed": true,
  "song.moved": true,
  "song.deleted": true,
  "version.created": true,
  "version.progressed": true,
  "version.analyzed": true,
  "version.failed": true,
  "version.tagged": true,
  "version.restored": true,
  "version.deleted": true,
  "attachment.created": true,
  "attachment.updated": true,
  "attachment.restored": true,
  "attachment.deleted": true,
  "comment.created": true,
  "comment.updated": true,
  "comment.deleted": true,
  "brief.changed": true,
} satisfies Record<SongEventType, true>) as SongEventType[];

/** Follows a song's events from the sequence the page was rendered at, and keeps the page's data in step. */
export function useSongLive({ projectId, songId }: SongAddress, fromSeq: number): void {
  const client = useQueryClient();
  useEffect(() => followSong(client, { projectId, songId }, fromSeq), [client, projectId, songId, fromSeq]);
}

/** Answers how to stop. */
function followSong(client: QueryClient, song: SongAddress, fromSeq: number): () => void {
  let lastSeq = fromSeq;
  const refetch = () => {
    void client.invalidateQueries({ queryKey: songQuery(song).queryKey, exact: true });
    void client.invalidateQueries(commentsQuery(song));
    void client.invalidateQueries(attachmentsQuery(song));
    void client.invalidateQueries(activityQuery(song));
  };
  const apply = (type: SongEventType) => (event: MessageEvent<string>) => {
    const seq = Number(event.lastEventId);
    if (seq <= lastSeq) return;
    lastSeq = seq;
    noteLiveSeq(song.songId, type.startsWith("comment.") ? "comments" : "song", seq);
    applySongEvent(client, song, type, JSON.parse(event.data) as SongEventPayload<typeof type>);
  };
  const stop = followEvents({
    path: () => `/api${songPath(song)}/events?after=${lastSeq}`,
    on: {
      ready: (event) => {
        if ((JSON.parse(event.data) as StreamReady).hasGap) refetch();
      },
      ...Object.fromEntries(TYPES.map((type) => [type, apply(type)])),
    },
  });
  return () => {
    stop();
    // Nobody follows from here on: whoever shows this song next reads it anew.
    refetch();
  };
}
