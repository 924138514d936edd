import { exportAgain } from "@/lib/domains/exports/commands";
import { exportPathSchema } from "@/lib/domains/exports/schema";
import { route } from "@/lib/http/route";

export const POST = route({ params: exportPathSchema }, (call) =>
  exportAgain(call.services, call.actor, call.params.exportId),
);
