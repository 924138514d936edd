import { pageQuerySchema } from "@/lib/core/http-schema";
import { listExports } from "@/lib/domains/exports/reads";
import { route } from "@/lib/http/route";

export const GET = route({ query: pageQuerySchema }, (call) => listExports(call.services, call.actor, call.query));
