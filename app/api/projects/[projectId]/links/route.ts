import { projectPathSchema } from "@/lib/core/http-schema";
import { createLink } from "@/lib/domains/links/commands";
import { readLinks } from "@/lib/domains/links/reads";
import { createLinkSchema, linksQuerySchema } from "@/lib/domains/links/schema";
import { created, route } from "@/lib/http/route";

const params = projectPathSchema;

export const GET = route({ params, query: linksQuerySchema }, (call) =>
  readLinks(call.services, call.actor, { ...call.params, ...call.query }),
);

export const POST = route({ params, body: createLinkSchema }, async (call) =>
  created(await createLink(call.services, call.actor, { ...call.params, ...call.body })),
);
