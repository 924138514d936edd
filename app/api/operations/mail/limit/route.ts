import { setMailLimit } from "@/lib/domains/operations/mail/commands";
import { setMailLimitSchema } from "@/lib/domains/operations/mail/schema";
import { route } from "@/lib/http/route";

export const PUT = route({ body: setMailLimitSchema }, ({ services, actor, body }) =>
  setMailLimit(services, actor, body),
);
