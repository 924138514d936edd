import type { QueryClient } from "@tanstack/react-query";
import { invalidateCalmly } from "@/app/_client/api/invalidate-calmly";
import {
  attachmentsQuery,
  commentsQuery,
  homeQuery,
  type SongAddress,
  songQuery,
  songsQuery,
} from "@/app/_client/api/queries";
import { activityQuery } from "@/app/(studio)/_frame/activity/activity-query";
import type { SongEventPayload, SongEventType } from "@/lib/domains/activity/schema";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { briefsKey } from "./_brief/briefs-query";

type Payloads = { [T in SongEventType]: SongEventPayload<T> };

/** Puts what a live event tells into the page's data. Telling it twice changes nothing. */
export function applySongEvent(client: QueryClient, song: SongAddress, type: SongEventType, payload: unknown): void {
  const change = (update: (current: SongView) => SongView) =>
    client.setQueryData(songQuery(song).queryKey, (current) => current && update(current));
  const changeComments = (update: (current: CommentView[]) => CommentView[]) =>
    client.setQueryData(commentsQuery(song).queryKey, (current) => current && update(current));
  const reread = () => invalidateCalmly(client, { queryKey: songQuery(song).queryKey, exact: true });
  switch (type) {
    case "song.renamed":
      change((current) => ({ ...current, name: (payload as Payloads["song.renamed"]).name }));
      break;
    case "song.changed":
      change((current) => ({ ...current, ...(payload as Payloads["song.changed"]) }));
      break;
    case "song.moved":
      change((current) => ({ ...current, ...(payload as Payloads["song.moved"]) }));
      break;
    case "version.created":
    case "version.restored":
    case "version.progressed":
    case "version.analyzed":
    case "version.failed":
    case "version.tagged":
      change((current) => ({
        ...current,
        versions: putVersion(current.versions, (payload as Payloads["version.created"]).version),
      }));
      break;
    case "version.deleted": {
      const { versionId } = payload as Payloads["version.deleted"];
      change((current) => ({ ...current, versions: current.versions.filter((version) => version.id !== versionId) }));
      break;
    }
    case "attachment.created":
    case "attachment.updated":
    case "attachment.restored":
    case "attachment.deleted":
      invalidateCalmly(client, attachmentsQuery(song));
      break;
    case "comment.created":
    case "comment.updated":
      changeComments((current) => putComment(current, (payload as Payloads["comment.created"]).comment));
      break;
    case "comment.deleted": {
      const { commentId } = payload as Payloads["comment.deleted"];
      changeComments((current) => current.filter((comment) => comment.id !== commentId));
      break;
    }
    case "brief.changed":
      // Read by whoever shows briefs; nothing else of the page is another.
      invalidateCalmly(client, { queryKey: briefsKey(song) });
      return;
    case "song.deleted":
      reread();
      break;
  }
  // A chosen version that was deleted, or is back, changes which one is current.
  if (type === "version.deleted" || type === "version.restored") reread();
  if (type !== "version.progressed") {
    invalidateCalmly(client, songsQuery(song.projectId));
    invalidateCalmly(client, homeQuery());
    invalidateCalmly(client, activityQuery(song));
  }
}

/** Newest first, each once. */
export function putVersion(versions: VersionView[], version: VersionView): VersionView[] {
  return [...versions.filter((other) => other.id !== version.id), version].sort((a, b) => b.number - a.number);
}

/** In the order of the sound; words without a place come first. Each once. */
export function putComment(comments: CommentView[], comment: CommentView): CommentView[] {
  return [...comments.filter((other) => other.id !== comment.id), comment].sort(
    (a, b) => (a.startSec ?? -1) - (b.startSec ?? -1) || a.createdAt.localeCompare(b.createdAt),
  );
}
