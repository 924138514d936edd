import { seeNotifications } from "@/lib/domains/notifications/commands";
import { markSeenSchema } from "@/lib/domains/notifications/schema";
import { route } from "@/lib/http/route";

export const POST = route({ body: markSeenSchema }, ({ services, actor, body }) =>
  seeNotifications(services, actor, body),
);
