import { tagPathSchema } from "@/lib/core/http-schema";
import { decideTag } from "@/lib/domains/tags/commands";
import { decideTagSchema } from "@/lib/domains/tags/schema";
import { route } from "@/lib/http/route";

/** Accepts a tag, takes it off or brings it back; answers the version. */
export const PATCH = route({ params: tagPathSchema, body: decideTagSchema }, (call) =>
  decideTag(call.services, call.actor, call.params, call.body),
);
