"use client";
import { useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { newsQuery, notificationsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { MarkSeen, NotificationList } from "@/lib/domains/notifications/schema";

/** Marks notices as seen: those that are named, else all. The count falls at once; the server's word follows. */
export function useMarkSeen(): (which?: MarkSeen) => Promise<void> {
  const client = useQueryClient();
  return async (which = {}) => {
    const { ids, olderThan } = which;
    if (ids?.length === 0 && !olderThan) return;
    const isAll = !ids && !olderThan;
    const isMeant = (id: string) => isAll || ids?.includes(id) || (olderThan !== undefined && id < olderThan);
    const seenAt = new Date().toISOString();
    const countLeft = (list: NotificationList) =>
      isAll || olderThan ? 0 : Math.max(0, list.unseenCount - (ids?.length ?? 0));
    client.setQueryData(notificationsQuery().queryKey, (list) => {
      if (!list) return list;
      const items = list.items.map((item) => (isMeant(item.id) && !item.seenAt ? { ...item, seenAt } : item));
      return { ...list, items, unseenCount: countLeft(list) };
    });
    client.setQueryData(newsQuery().queryKey, (list) => {
      if (!list) return list;
      return { ...list, items: list.items.filter(({ id }) => !isMeant(id)), unseenCount: countLeft(list) };
    });
    try {
      await callApi("/api/notifications/seen", { method: "POST", body: which });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
    await client.invalidateQueries(notificationsQuery());
  };
}
