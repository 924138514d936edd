"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type LiveKind, noteLiveSeq } from "@/app/_client/api/live-seq";
import { attachmentsQuery, commentsQuery, type SongAddress, songQuery } from "@/app/_client/api/queries";
import { followLive } from "@/app/_client/live/live";
import { activityQuery } from "@/app/(studio)/_frame/activity/activity-query";
import { nameTopic } from "@/lib/core/live-topics";
import type { SongEventType } from "@/lib/domains/activity/schema";
import { briefsKey } from "./_brief/briefs-query";
import { applySongEvent } from "./apply-song-event";

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
    void client.invalidateQueries({ queryKey: briefsKey(song) });
    void client.invalidateQueries(activityQuery(song));
  };
  const stop = followLive(nameTopic("song", song.projectId, song.songId), String(fromSeq), {
    onReady: ({ cursor, hasGap }) => {
      if (!hasGap) return;
      lastSeq = Number(cursor);
      refetch();
    },
    onTold: ({ type, data, cursor }) => {
      const seq = Number(cursor);
      if (seq <= lastSeq) return;
      lastSeq = seq;
      noteLiveSeq(song.songId, kindOf(type), seq);
      applySongEvent(client, song, type as SongEventType, data);
    },
    // Deleted, moved, or not this reader's any more: the song's own answer says so.
    onEnded: refetch,
  });
  return () => {
    stop();
    // Nobody follows from here on: whoever shows this song next reads it anew.
    refetch();
  };
}

function kindOf(type: string): LiveKind {
  if (type.startsWith("comment.")) return "comments";
  return type.startsWith("brief.") ? "briefs" : "song";
}
