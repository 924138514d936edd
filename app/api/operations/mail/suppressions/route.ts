import { liftSuppressionOf } from "@/lib/domains/operations/mail/commands";
import { readSuppressions } from "@/lib/domains/operations/mail/reads";
import { liftSuppressionSchema, suppressionsQuerySchema } from "@/lib/domains/operations/mail/schema";
import { route } from "@/lib/http/route";

export const GET = route({ query: suppressionsQuerySchema }, ({ services, actor, query }) =>
  readSuppressions(services, actor, query),
);

/** Takes an address off the list: it is named in the body, as a path holds ids alone. */
export const POST = route({ body: liftSuppressionSchema }, ({ services, actor, body }) =>
  liftSuppressionOf(services, actor, body),
);
