import { queryOptions } from "@tanstack/react-query";
import type { AttachmentView } from "@/lib/domains/attachments/schema";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { NotificationList } from "@/lib/domains/notifications/schema";
import type { ProjectView } from "@/lib/domains/projects/schema";
import type { SearchAnswer } from "@/lib/domains/search/schema";
import type { SharesView } from "@/lib/domains/shares/schema";
import type { Home, SongItem, SongView } from "@/lib/domains/songs/schema";
import type { TagWord } from "@/lib/domains/tags/schema";
import { readSettled } from "./live-seq";
import { callApi } from "./request";

interface List<T> {
  items: T[];
  nextCursor: string | null;
}

export interface SongAddress {
  projectId: string;
  songId: string;
}

export function projectPath(projectId: string): string {
  return `/projects/${projectId}`;
}

export function songPath({ projectId, songId }: SongAddress): string {
  return `/projects/${projectId}/songs/${songId}`;
}

interface ReadAllOptions<T> {
  search?: string;
  /** Gets what is there when a further page is still to come. */
  onPart?: (items: T[]) => void;
}

/** Reads every page of a list. */
async function readAll<T>(path: string, signal: AbortSignal, options: ReadAllOptions<T> = {}): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams(options.search ?? "");
    query.set("limit", "200");
    if (cursor) query.set("cursor", cursor);
    const page: List<T> = await callApi<List<T>>(`${path}?${query.toString()}`, { signal });
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor) options.onPart?.([...items]);
  } while (cursor);
  return items;
}

export const projectsQuery = () =>
  queryOptions({
    queryKey: ["projects"],
    queryFn: ({ signal }) => readAll<ProjectView>("/api/projects", signal),
  });

/** What is there of a list counts as old, so that one whose rest could not be read is read anew. */
const PART = { updatedAt: 1 };

/**
 * Every song of a project, or those that fit a query such as "tags=mood:dreamy&key=8A". Where nothing is shown yet, each page
 * is shown as it comes: nobody waits for the last of ten thousand songs to see the first.
 */
export const songsQuery = (projectId: string, search = "") =>
  queryOptions({
    queryKey: ["projects", projectId, "songs", ...(search === "" ? [] : [search])],
    queryFn: ({ signal, client, queryKey }) => {
      const isShown = client.getQueryData(queryKey) !== undefined;
      const onPart = isShown ? undefined : (items: SongItem[]) => client.setQueryData(queryKey, items, PART);
      return readAll<SongItem>(`/api${projectPath(projectId)}/songs`, signal, { search, onPart });
    },
  });

/** Words to tag with. */
export const tagWordsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ["projects", projectId, "tags"],
    queryFn: async ({ signal }) =>
      (await callApi<{ items: TagWord[] }>(`/api${projectPath(projectId)}/tags`, { signal })).items,
  });

export const homeQuery = () =>
  queryOptions({
    queryKey: ["home"],
    queryFn: ({ signal }) => callApi<Home>("/api/home", { signal }),
  });

/** What fits some words, of all that one may open. */
export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ["search", text],
    queryFn: ({ signal }) => callApi<SearchAnswer>(`/api/search?${new URLSearchParams({ q: text })}`, { signal }),
    staleTime: 5_000,
  });

export const songQuery = (song: SongAddress) =>
  queryOptions({
    queryKey: ["song", song.songId],
    queryFn: ({ signal }) =>
      readSettled(song.songId, "song", () => callApi<SongView>(`/api${songPath(song)}`, { signal })),
  });

export const commentsQuery = (song: SongAddress) =>
  queryOptions({
    queryKey: ["song", song.songId, "comments"],
    queryFn: ({ signal }) =>
      readSettled(song.songId, "comments", () => readAll<CommentView>(`/api${songPath(song)}/comments`, signal)),
  });

/** The files that go with a song. */
export const attachmentsQuery = (song: SongAddress) =>
  queryOptions({
    queryKey: ["song", song.songId, "attachments"],
    queryFn: async ({ signal }) =>
      (await callApi<{ items: AttachmentView[] }>(`/api${songPath(song)}/attachments`, { signal })).items,
  });

export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: ["projects", projectId],
    queryFn: ({ signal }) => callApi<ProjectView>(`/api${projectPath(projectId)}`, { signal }),
  });

/** Who may open the project or, with `songId`, that song; and the invites that wait. */
export const sharesQuery = (projectId: string, songId?: string) =>
  queryOptions({
    queryKey: ["projects", projectId, "shares", ...(songId ? [songId] : [])],
    queryFn: ({ signal }) =>
      callApi<SharesView>(`/api${projectPath(projectId)}/shares${songId ? `?songId=${songId}` : ""}`, { signal }),
  });

const NOTIFICATIONS_EVERY_MS = 30_000;
/** Home asks for so many at once. */
export const NEWS_AT_ONCE = 200;

/** What others did and the person has not seen, newest first. Below the key of all, so that what refreshes them refreshes it. */
export const newsQuery = () =>
  queryOptions({
    queryKey: [...notificationsQuery().queryKey, "unseen"],
    queryFn: ({ signal }) =>
      callApi<NotificationList>(`/api/notifications?unseen=yes&limit=${NEWS_AT_ONCE}`, { signal }),
    refetchInterval: NOTIFICATIONS_EVERY_MS,
  });

export const notificationsQuery = () =>
  queryOptions({
    queryKey: ["notifications"],
    queryFn: ({ signal }) => callApi<NotificationList>("/api/notifications", { signal }),
    refetchInterval: NOTIFICATIONS_EVERY_MS,
  });
