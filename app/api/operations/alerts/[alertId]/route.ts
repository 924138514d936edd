import { changeAlert } from "@/lib/domains/operations/alerts/commands";
import { alertPathSchema, changeAlertSchema } from "@/lib/domains/operations/alerts/schema";
import { route } from "@/lib/http/route";

export const POST = route({ params: alertPathSchema, body: changeAlertSchema }, ({ services, actor, params, body }) =>
  changeAlert(services, actor, { ...params, ...body }),
);
