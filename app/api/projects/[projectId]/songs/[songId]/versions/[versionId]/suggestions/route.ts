import { versionPathSchema } from "@/lib/core/http-schema";
import { requestTags } from "@/lib/domains/tags/suggesting/commands";
import { route } from "@/lib/http/route";

/** Asks a model for tags. */
export const POST = route({ params: versionPathSchema }, (call) => requestTags(call.services, call.actor, call.params));
