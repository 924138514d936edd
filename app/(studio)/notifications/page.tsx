import type { Metadata } from "next";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { requirePageContext } from "@/lib/http/page";
import { NoticeList } from "./notice-list";
import { NOTICES_A_PAGE } from "./notices-query";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage() {
  const { services, actor } = await requirePageContext();
  return <NoticeList initial={await readNotifications(services, actor, { limit: NOTICES_A_PAGE })} />;
}
