"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { newsQuery, notificationsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { MarkSeen, NotificationList, NotificationView } from "@/lib/domains/notifications/schema";
import { noticesQuery } from "../notifications/notices-query";

/** Marks notices as seen: those that are named, else all. The count falls at once; the server's word follows. */
export function useMarkSeen(): (which?: MarkSeen) => Promise<void> {
  const client = useQueryClient();
  return async (which = {}) => {
    const { ids, olderThan } = which;
    if (ids?.length === 0 && !olderThan) return;
    const isAll = !ids && !olderThan;
    const isMeant = ({ id }: NotificationView) =>
      isAll || ids?.includes(id) || (olderThan !== undefined && id < olderThan) || false;
    show(client, isMeant, new Date().toISOString(), isAll || olderThan !== undefined ? "none" : (ids?.length ?? 0));
    const marked = await call<{ seenAt: string }>("seen", which);
    await client.invalidateQueries(notificationsQuery());
    if (!isAll || !marked) return;
    const undo = () => void call("unseen", marked).then(() => client.invalidateQueries(notificationsQuery()));
    showToast({ message: "All is marked as read", action: { label: "Undo", onPress: undo }, id: "notices-read" });
  };
}

/** Marks notices as not seen. */
export function useMarkUnseen(): (ids: string[]) => Promise<void> {
  const client = useQueryClient();
  return async (ids) => {
    show(client, ({ id }) => ids.includes(id), null, -ids.length);
    await call("unseen", { ids });
    await client.invalidateQueries(notificationsQuery());
  };
}

async function call<T>(deed: "seen" | "unseen", body: object): Promise<T | null> {
  try {
    return await callApi<T>(`/api/notifications/${deed}`, { method: "POST", body });
  } catch (error) {
    showToast({ message: describeError(error), tone: "bad" });
    return null;
  }
}

/** Shows them so in every list at once; `fewer` are unseen than before. */
function show(
  client: QueryClient,
  isMeant: (notice: NotificationView) => boolean,
  seenAt: string | null,
  fewer: number | "none",
): void {
  const put = (list: NotificationList): NotificationList => ({
    ...list,
    items: list.items.map((item) =>
      isMeant(item) && (item.seenAt === null) !== (seenAt === null) ? { ...item, seenAt } : item,
    ),
    unseenCount: fewer === "none" ? 0 : Math.max(0, list.unseenCount - fewer),
  });
  client.setQueryData(notificationsQuery().queryKey, (list) => list && put(list));
  client.setQueryData(noticesQuery().queryKey, (all) => all && { ...all, pages: all.pages.map(put) });
  if (seenAt === null) return;
  client.setQueryData(newsQuery().queryKey, (list) => {
    if (!list) return list;
    return { ...put(list), items: list.items.filter((item) => !isMeant(item)) };
  });
}
