import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/app/_client/api/request";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { VisitSongView } from "@/lib/domains/links/visiting/schema";

export interface VisitAddress {
  linkId: string;
  songId: string;
}

export function visitSongPath({ linkId, songId }: VisitAddress): string {
  return `/api/links/${linkId}/songs/${songId}`;
}

export const visitSongQuery = (address: VisitAddress) =>
  queryOptions({
    queryKey: ["visit", address.linkId, "song", address.songId],
    queryFn: ({ signal }) => callApi<VisitSongView>(visitSongPath(address), { signal }),
  });

/** Every comment that the link shows, page by page. */
export const visitCommentsQuery = (address: VisitAddress) =>
  queryOptions({
    queryKey: ["visit", address.linkId, "comments", address.songId],
    queryFn: async ({ signal }) => {
      const items: CommentView[] = [];
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams({ limit: "200", ...(cursor === null ? {} : { cursor }) });
        const path = `${visitSongPath(address)}/comments?${query}`;
        const page: { items: CommentView[]; nextCursor: string | null } = await callApi(path, { signal });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return items;
    },
  });
