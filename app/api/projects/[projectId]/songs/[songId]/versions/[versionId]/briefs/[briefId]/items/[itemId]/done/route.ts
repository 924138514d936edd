import { checkItem } from "@/lib/domains/briefs/commands";
import { briefItemPathSchema, checkItemSchema } from "@/lib/domains/briefs/schema";
import { route } from "@/lib/http/route";

/** Checks a thing off, or opens it again, for all who see it. */
export const PUT = route({ params: briefItemPathSchema, body: checkItemSchema }, (call) =>
  checkItem(call.services, call.actor, call.params, call.body),
);
