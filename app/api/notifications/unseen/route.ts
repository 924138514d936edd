import { unseeNotifications } from "@/lib/domains/notifications/commands";
import { markUnseenSchema } from "@/lib/domains/notifications/schema";
import { route } from "@/lib/http/route";

export const POST = route({ body: markUnseenSchema }, ({ services, actor, body }) =>
  unseeNotifications(services, actor, body),
);
