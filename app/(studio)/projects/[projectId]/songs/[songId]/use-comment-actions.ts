"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { commentsQuery, type SongAddress, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { putComment } from "./apply-song-event";

/** Puts a comment the server answered into the page at once; the live event that follows changes nothing more. */
export function usePutComment(song: SongView): (comment: CommentView) => void {
  const client = useQueryClient();
  const { projectId, id: songId } = song;
  return useCallback(
    (comment) => {
      const { queryKey } = commentsQuery({ projectId, songId });
      client.setQueryData(queryKey, (current) => putComment(current ?? [], comment));
    },
    [client, projectId, songId],
  );
}

export function commentPath(song: SongView, comment: Pick<CommentView, "id">): string {
  const address: SongAddress = { projectId: song.projectId, songId: song.id };
  return `/api${songPath(address)}/comments/${comment.id}`;
}

/** Resolves an open comment, opens a resolved one. */
export function useResolve(song: SongView): (comment: CommentView) => Promise<void> {
  const put = usePutComment(song);
  return useCallback(
    async (comment) => {
      try {
        const body = { isResolved: comment.resolvedAt === null };
        put(await callApi<CommentView>(`${commentPath(song, comment)}/resolve`, { method: "POST", body }));
      } catch (error) {
        showToast({ message: describeError(error), tone: "bad" });
      }
    },
    [put, song],
  );
}
