import { signExport } from "@/lib/domains/exports/reads";
import { exportPathSchema } from "@/lib/domains/exports/schema";
import { redirectTo, route } from "@/lib/http/route";

/** Leads to the file under its own name, for an hour. */
export const GET = route({ params: exportPathSchema }, async (call) =>
  redirectTo(await signExport(call.services, call.actor, call.params.exportId)),
);
