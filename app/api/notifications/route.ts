import { readNotifications } from "@/lib/domains/notifications/reads";
import { notificationQuerySchema } from "@/lib/domains/notifications/schema";
import { route } from "@/lib/http/route";

export const GET = route({ query: notificationQuerySchema }, ({ services, actor, query }) =>
  readNotifications(services, actor, query),
);
