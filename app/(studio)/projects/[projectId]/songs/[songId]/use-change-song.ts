"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { songPath, songQuery, songsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import type { SongChange, SongView } from "@/lib/domains/songs/schema";

/** Changes a song and shows it on the page at once. @throws ApiError */
export function useChangeSong({ id: songId, projectId }: Pick<SongView, "id" | "projectId">) {
  const client = useQueryClient();
  return useCallback(
    async (change: SongChange) => {
      const address = { projectId, songId };
      await callApi(`/api${songPath(address)}`, { method: "PATCH", body: change });
      client.setQueryData(songQuery(address).queryKey, (song) => song && { ...song, ...change });
      await client.invalidateQueries(songsQuery(projectId));
    },
    [client, projectId, songId],
  );
}
