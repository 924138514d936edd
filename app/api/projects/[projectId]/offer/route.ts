import { projectPathSchema } from "@/lib/core/http-schema";
import { endOffer, offerProject } from "@/lib/domains/projects/handover/commands";
import { offerProjectSchema } from "@/lib/domains/projects/handover/schema";
import { route } from "@/lib/http/route";

export const PUT = route({ params: projectPathSchema, body: offerProjectSchema }, (call) =>
  offerProject(call.services, call.actor, call.params.projectId, call.body),
);

/** The owner takes it back, or who was asked says no. */
export const DELETE = route({ params: projectPathSchema }, (call) =>
  endOffer(call.services, call.actor, call.params.projectId),
);
