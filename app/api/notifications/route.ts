import { pageQuerySchema } from "@/lib/core/http-schema";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { route } from "@/lib/http/route";

export const GET = route({ query: pageQuerySchema }, ({ services, actor, query }) =>
  readNotifications(services, actor, query),
);
