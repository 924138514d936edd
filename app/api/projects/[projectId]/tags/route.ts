import { projectPathSchema } from "@/lib/core/http-schema";
import { listTagWords } from "@/lib/domains/tags/reads";
import { route } from "@/lib/http/route";

export const GET = route({ params: projectPathSchema }, (call) =>
  listTagWords(call.services, call.actor, call.params.projectId),
);
