import { projectPathSchema } from "@/lib/core/http-schema";
import { deleteProject, updateProject } from "@/lib/domains/projects/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { updateProjectSchema } from "@/lib/domains/projects/schema";
import { route } from "@/lib/http/route";

const params = projectPathSchema;

export const GET = route({ params }, (call) => readProject(call.services, call.actor, call.params.projectId));

export const PATCH = route({ params, body: updateProjectSchema }, (call) =>
  updateProject(call.services, call.actor, call.params.projectId, call.body),
);

export const DELETE = route({ params }, (call) => deleteProject(call.services, call.actor, call.params.projectId));
