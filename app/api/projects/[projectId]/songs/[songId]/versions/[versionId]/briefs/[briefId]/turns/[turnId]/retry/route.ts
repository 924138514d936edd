import { retryTurn } from "@/lib/domains/briefs/commands";
import { briefTurnPathSchema } from "@/lib/domains/briefs/schema";
import { consumeLimit } from "@/lib/http/rate-limits";
import { route } from "@/lib/http/route";

/** Tries an answer again that failed or was stopped. */
export const POST = route({ params: briefTurnPathSchema }, async (call) => {
  if (call.actor) await consumeLimit(call.services, "brief-account", call.actor.accountId);
  return await retryTurn(call.services, call.actor, call.params);
});
