"use client";
import { useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { notificationsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";

/** Marks notices as seen, all when none are named. The count falls at once; the server's word follows. */
export function useMarkSeen(): (ids?: string[]) => Promise<void> {
  const client = useQueryClient();
  return async (ids) => {
    if (ids?.length === 0) return;
    const seenAt = new Date().toISOString();
    client.setQueryData(notificationsQuery().queryKey, (list) => {
      if (!list) return list;
      const isMeant = (id: string) => !ids || ids.includes(id);
      const items = list.items.map((item) => (isMeant(item.id) && !item.seenAt ? { ...item, seenAt } : item));
      return { ...list, items, unseenCount: ids ? Math.max(0, list.unseenCount - ids.length) : 0 };
    });
    try {
      await callApi("/api/notifications/seen", { method: "POST", body: ids ? { ids } : {} });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
    await client.invalidateQueries(notificationsQuery());
  };
}
