import { askTurn } from "@/lib/domains/briefs/commands";
import { askTurnSchema, briefPathSchema } from "@/lib/domains/briefs/schema";
import { consumeLimit } from "@/lib/http/rate-limits";
import { created, route } from "@/lib/http/route";

/** Asks for a change of the newest to-do list. */
export const POST = route({ params: briefPathSchema, body: askTurnSchema }, async (call) => {
  if (call.actor) await consumeLimit(call.services, "brief-account", call.actor.accountId);
  return created(await askTurn(call.services, call.actor, call.params, call.body));
});
