import { pageQuerySchema } from "@/lib/core/http-schema";
import { createProject } from "@/lib/domains/projects/commands";
import { listProjects } from "@/lib/domains/projects/reads";
import { createProjectSchema } from "@/lib/domains/projects/schema";
import { created, route } from "@/lib/http/route";

export const GET = route({ query: pageQuerySchema }, (call) => listProjects(call.services, call.actor, call.query));

export const POST = route({ body: createProjectSchema }, async (call) =>
  created(await createProject(call.services, call.actor, call.body)),
);
