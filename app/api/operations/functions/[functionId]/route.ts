import { changePausing } from "@/lib/domains/operations/pausing/commands";
import { changePausingSchema, functionPathSchema } from "@/lib/domains/operations/pausing/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  { params: functionPathSchema, body: changePausingSchema },
  ({ services, actor, params, body }) => changePausing(services, actor, { ...params, ...body }),
);
