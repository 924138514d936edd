import { projectPathSchema } from "@/lib/core/http-schema";
import { exportProject } from "@/lib/domains/exports/commands";
import { exportProjectSchema } from "@/lib/domains/exports/schema";
import { created, route } from "@/lib/http/route";

export const POST = route({ params: projectPathSchema, body: exportProjectSchema }, async (call) =>
  created(await exportProject(call.services, call.actor, call.params)),
);
