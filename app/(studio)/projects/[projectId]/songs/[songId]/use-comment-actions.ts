"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { readLiveSeq } from "@/app/_client/api/live-seq";
import { commentsQuery, type SongAddress, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { putComment } from "./apply-song-event";

/**
 * Puts the comment that a call answers into the page at once. When a live event came while the answer was on its way, or the
 * list is not there yet, the list is read again: the answer may be the older of the two.
 */
export function usePutComment(song: SongView): (call: () => Promise<CommentView>) => Promise<void> {
  const client = useQueryClient();
  const { projectId, id: songId } = song;
  return useCallback(
    async (call) => {
      const query = commentsQuery({ projectId, songId });
      const before = readLiveSeq(songId, "comments");
      const comment = await call();
      const isThere = client.getQueryData(query.queryKey) !== undefined;
      client.setQueryData(query.queryKey, (current) => current && putComment(current, comment));
      if (!isThere || readLiveSeq(songId, "comments") !== before) void client.invalidateQueries(query);
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
      const body = { isResolved: comment.resolvedAt === null };
      try {
        await put(() => callApi<CommentView>(`${commentPath(song, comment)}/resolve`, { method: "POST", body }));
      } catch (error) {
        showToast({ message: describeError(error), tone: "bad" });
      }
    },
    [put, song],
  );
}
