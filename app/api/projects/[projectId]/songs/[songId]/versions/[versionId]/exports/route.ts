import { versionPathSchema } from "@/lib/core/http-schema";
import { exportComments } from "@/lib/domains/exports/commands";
import { exportCommentsSchema } from "@/lib/domains/exports/schema";
import { created, route } from "@/lib/http/route";

export const POST = route({ params: versionPathSchema, body: exportCommentsSchema }, async (call) =>
  created(await exportComments(call.services, call.actor, call.params, call.body)),
);
