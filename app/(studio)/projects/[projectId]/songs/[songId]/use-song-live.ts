"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { noteLiveSeq } from "@/app/_client/api/live-seq";
import { attachmentsQuery, commentsQuery, type SongAddress, songPath, songQuery } from "@/app/_client/api/queries";
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
} satisfies Record<SongEventType, true>) as SongEventType[];
const RECONNECT_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** Follows a song's events from the sequence the page was rendered at, and keeps the page's data in step. */
export function useSongLive({ projectId, songId }: SongAddress, fromSeq: number): void {
  const client = useQueryClient();
  useEffect(() => followSong(client, { projectId, songId }, fromSeq), [client, projectId, songId, fromSeq]);
}

/** Answers how to stop. The browser goes on by itself after a cut; after a refusal (a restart, say) we begin anew. */
function followSong(client: QueryClient, song: SongAddress, fromSeq: number): () => void {
  let lastSeq = fromSeq;
  let attempt = 0;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refetch = () => {
    void client.invalidateQueries({ queryKey: songQuery(song).queryKey, exact: true });
    void client.invalidateQueries(commentsQuery(song));
    void client.invalidateQueries(attachmentsQuery(song));
  };

  const open = () => {
    source = new EventSource(`/api${songPath(song)}/events?after=${lastSeq}`);
    source.addEventListener("ready", (event: MessageEvent<string>) => {
      attempt = 0;
      const ready = JSON.parse(event.data) as StreamReady;
      if (ready.hasGap) refetch();
    });
    for (const type of TYPES) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        const seq = Number(event.lastEventId);
        if (seq <= lastSeq) return;
        lastSeq = seq;
        noteLiveSeq(song.songId, type.startsWith("comment.") ? "comments" : "song", seq);
        applySongEvent(client, song, type, JSON.parse(event.data) as SongEventPayload<typeof type>);
      });
    }
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, RECONNECT_MS[Math.min(attempt++, RECONNECT_MS.length - 1)]);
    };
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
    // Nobody follows from here on: whoever shows this song next reads it anew.
    refetch();
  };
}
