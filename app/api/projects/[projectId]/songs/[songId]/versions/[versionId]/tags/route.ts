import { versionPathSchema } from "@/lib/core/http-schema";
import { addTag } from "@/lib/domains/tags/commands";
import { addTagSchema } from "@/lib/domains/tags/schema";
import { created, route } from "@/lib/http/route";

/** Adds a tag; answers the version. */
export const POST = route({ params: versionPathSchema, body: addTagSchema }, async (call) =>
  created(await addTag(call.services, call.actor, call.params, call.body)),
);
