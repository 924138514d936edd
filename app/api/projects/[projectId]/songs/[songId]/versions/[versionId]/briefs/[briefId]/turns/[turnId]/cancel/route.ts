import { cancelTurn } from "@/lib/domains/briefs/commands";
import { briefTurnPathSchema } from "@/lib/domains/briefs/schema";
import { route } from "@/lib/http/route";

/** Stops an answer that is being written. */
export const POST = route({ params: briefTurnPathSchema }, (call) =>
  cancelTurn(call.services, call.actor, call.params),
);
