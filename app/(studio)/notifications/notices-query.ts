import { infiniteQueryOptions } from "@tanstack/react-query";
import { notificationsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import type { NotificationList } from "@/lib/domains/notifications/schema";

export const NOTICES_A_PAGE = 50;

/** All notices, newest first, as far as one asks. Below the key of the short list, so that what refreshes it refreshes both. */
export const noticesQuery = () =>
  infiniteQueryOptions({
    queryKey: [...notificationsQuery().queryKey, "all"],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(NOTICES_A_PAGE), ...(pageParam ? { cursor: pageParam } : {}) });
      return callApi<NotificationList>(`/api/notifications?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
