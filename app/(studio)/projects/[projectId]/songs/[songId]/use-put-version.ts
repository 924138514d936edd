"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { readLiveSeq } from "@/app/_client/api/live-seq";
import { songQuery, tagWordsQuery } from "@/app/_client/api/queries";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { putVersion } from "./apply-song-event";

/** Puts the version that a call answers into the page at once; when a live event overtook the answer, the song is read again. */
export function usePutVersion(song: SongView): (call: () => Promise<VersionView>) => Promise<void> {
  const client = useQueryClient();
  const { projectId, id: songId } = song;
  return useCallback(
    async (call) => {
      const query = songQuery({ projectId, songId });
      const before = readLiveSeq(songId, "song");
      const version = await call();
      client.setQueryData(query.queryKey, (old) => old && { ...old, versions: putVersion(old.versions, version) });
      if (readLiveSeq(songId, "song") !== before) {
        void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      }
      void client.invalidateQueries(tagWordsQuery(projectId));
    },
    [client, projectId, songId],
  );
}
