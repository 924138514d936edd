import { endSessionsOf } from "@/lib/domains/accounts/helping/commands";
import { endSessionsSchema, helpPathSchema } from "@/lib/domains/accounts/helping/schema";
import { route } from "@/lib/http/route";

export const POST = route({ params: helpPathSchema, body: endSessionsSchema }, ({ services, actor, params, body }) =>
  endSessionsOf(services, actor, { ...params, ...body }),
);
