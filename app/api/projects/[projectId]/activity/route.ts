import { pageQuerySchema, projectPathSchema } from "@/lib/core/http-schema";
import { readProjectActivity } from "@/lib/domains/activity/deeds/reads";
import { route } from "@/lib/http/route";

/** What happened in a project, newest first. */
export const GET = route({ params: projectPathSchema, query: pageQuerySchema }, (call) =>
  readProjectActivity(call.services, call.actor, call.params.projectId, call.query),
);
