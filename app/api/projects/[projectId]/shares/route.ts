import { z } from "zod";
import { requirePerson } from "@/lib/access/scope";
import { idSchema } from "@/lib/core/http-schema";
import { createShare } from "@/lib/domains/shares/commands";
import { readShares } from "@/lib/domains/shares/reads";
import { createShareSchema, sharesQuerySchema } from "@/lib/domains/shares/schema";
import { consumeLimit } from "@/lib/http/rate-limits";
import { created, route } from "@/lib/http/route";

const params = z.object({ projectId: idSchema });

export const GET = route({ params, query: sharesQuerySchema }, (context) =>
  readShares(context.services, context.actor, { ...context.params, ...context.query }),
);

export const POST = route({ params, body: createShareSchema }, async (context) => {
  await consumeLimit(context.services, "invite-account", requirePerson(context.actor).accountId);
  return created(await createShare(context.services, context.actor, { ...context.params, ...context.body }));
});
