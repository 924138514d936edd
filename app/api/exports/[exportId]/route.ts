import { deleteExport } from "@/lib/domains/exports/commands";
import { readExport } from "@/lib/domains/exports/reads";
import { exportPathSchema } from "@/lib/domains/exports/schema";
import { route } from "@/lib/http/route";

const params = exportPathSchema;

export const GET = route({ params }, (call) => readExport(call.services, call.actor, call.params.exportId));

export const DELETE = route({ params }, (call) => deleteExport(call.services, call.actor, call.params.exportId));
