import { blockGuest } from "@/lib/domains/links/commands";
import { blockGuestSchema, guestPathSchema } from "@/lib/domains/links/schema";
import { route } from "@/lib/http/route";

/** Keeps a guest out, or lets them in again; answers the link. */
export const PATCH = route({ params: guestPathSchema, body: blockGuestSchema }, (call) =>
  blockGuest(call.services, call.actor, call.params, call.body),
);
