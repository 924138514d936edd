import { revokeLink, updateLink } from "@/lib/domains/links/commands";
import { ownLinkPathSchema, updateLinkSchema } from "@/lib/domains/links/schema";
import { route } from "@/lib/http/route";

const params = ownLinkPathSchema;

export const PATCH = route({ params, body: updateLinkSchema }, (call) =>
  updateLink(call.services, call.actor, call.params, call.body),
);

/** Ends it for everybody. */
export const DELETE = route({ params }, (call) => revokeLink(call.services, call.actor, call.params));
