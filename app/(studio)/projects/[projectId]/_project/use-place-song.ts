"use client";
import { arrayMove } from "@dnd-kit/sortable";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { songPath, songsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { SongItem } from "@/lib/domains/songs/schema";
import { holdOrder } from "./order-hold";

/** Puts a song where another stands: at once on the page, then for everybody. One move is told after the other. */
export function usePlaceSong(projectId: string) {
  const client = useQueryClient();
  const before = useRef<Promise<unknown>>(Promise.resolve());
  return async (songs: SongItem[], movedId: string, overId: string): Promise<void> => {
    const indexOf = (id: string) => songs.findIndex((song) => song.id === id);
    const order = arrayMove(songs, indexOf(movedId), indexOf(overId));
    const list = songsQuery(projectId);
    const letGo = holdOrder(projectId);
    await client.cancelQueries({ queryKey: list.queryKey, exact: true });
    client.setQueryData(list.queryKey, order);
    const next = order[order.findIndex((song) => song.id === movedId) + 1];
    const path = `/api${songPath({ projectId, songId: movedId })}/place`;
    const told = before.current.then(() =>
      callApi(path, { method: "POST", body: { beforeSongId: next?.id ?? null } }).catch((error: unknown) =>
        showToast({ message: describeError(error), tone: "bad" }),
      ),
    );
    before.current = told;
    await told;
    letGo();
    // The last of several moves reads what all of them, and others, made of it.
    if (before.current === told) await client.invalidateQueries(list);
  };
}
