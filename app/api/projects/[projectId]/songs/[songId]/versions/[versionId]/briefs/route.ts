import { versionPathSchema } from "@/lib/core/http-schema";
import { makeBrief } from "@/lib/domains/briefs/commands";
import { listBriefs } from "@/lib/domains/briefs/reads";
import { makeBriefSchema } from "@/lib/domains/briefs/schema";
import { consumeLimit } from "@/lib/http/rate-limits";
import { created, route } from "@/lib/http/route";

export const GET = route({ params: versionPathSchema }, (call) => listBriefs(call.services, call.actor, call.params));

/** Asks for a to-do list of the version's open notes. */
export const POST = route({ params: versionPathSchema, body: makeBriefSchema }, async (call) => {
  if (call.actor) await consumeLimit(call.services, "brief-account", call.actor.accountId);
  return created(await makeBrief(call.services, call.actor, call.params, call.body));
});
