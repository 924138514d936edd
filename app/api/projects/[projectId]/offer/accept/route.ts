import { projectPathSchema } from "@/lib/core/http-schema";
import { takeProject } from "@/lib/domains/projects/handover/commands";
import { route } from "@/lib/http/route";

export const POST = route({ params: projectPathSchema }, (call) =>
  takeProject(call.services, call.actor, call.params.projectId),
);
